package dns_test

import "github.com/nfstream/nfstream-go/l7/l7test"

// inspection is what the reference says about a flow.
type inspection struct {
	Proto    string `json:"proto"`
	Hostname string `json:"hostname"`
	DNS      *struct {
		Queries   int    `json:"num_queries"`
		Answers   int    `json:"num_answers"`
		ReplyCode int    `json:"reply_code"`
		QueryType int    `json:"query_type"`
		RspType   int    `json:"rsp_type"`
		RspAddr   string `json:"rsp_addr"`
	} `json:"dns"`
}

type label = l7test.Label[inspection]
