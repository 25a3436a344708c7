package dns_test

import (
	"encoding/json"

	"github.com/nfstream/nfstream-go/l7/l7test"
)

// inspection is what the reference says about a flow.
type inspection struct {
	Proto    string `json:"proto"`
	Hostname string `json:"hostname"`
	DNS      *struct {
		Queries   int       `json:"num_queries"`
		Answers   int       `json:"num_answers"`
		ReplyCode int       `json:"reply_code"`
		QueryType int       `json:"query_type"`
		RspType   int       `json:"rsp_type"`
		RspAddr   addresses `json:"rsp_addr"` // 192.0.2.1,ttl=60
	} `json:"dns"`
}

type label = l7test.Label[inspection]

// addresses are those of an answer, each followed by its TTL: one text, or a list of them.
type addresses []string

func (a *addresses) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, (*[]string)(a)); err == nil {
		return nil
	}
	*a = make([]string, 1)
	return json.Unmarshal(text, &(*a)[0])
}
