package http_test

import "github.com/nfstream/nfstream-go/l7/l7test"

// inspection is what the reference says about a flow.
type inspection struct {
	Proto    string `json:"proto"`
	Hostname string `json:"hostname"`
	HTTP     *struct {
		Code        int    `json:"code"`
		ContentType string `json:"content_type"`
		RequestType string `json:"request_content_type"`
		URL         string `json:"url"`
		UserAgent   string `json:"user_agent"`
		System      string `json:"detected_os"`
	} `json:"http"`
}

type label = l7test.Label[inspection]
