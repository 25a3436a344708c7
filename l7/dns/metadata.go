package dns

import "github.com/nfstream/nfstream-go/l7/metadata"

// Metadata is what was read of DNS, mDNS or LLMNR. The name asked for is metadata.Set.ServerName.
type Metadata struct {
	QueryType       uint16 // of the first question, 0 without one
	ReplyCode       uint16 // with the bits of EDNS (RFC 6891, section 6.1.3)
	Queries         uint16 // questions
	Answers         uint16
	ResponseType    uint16 // of the first address in the answer, else of the first answer; 0 without one
	ResponseAddress string // the first in the answer
}

func columns() []*metadata.Column {
	type record = *Metadata
	return []*metadata.Column{
		metadata.Int("dns_query_type", "type of the first question, 0 without one",
			func(m record) int64 { return int64(m.QueryType) }).OrNone(),
		metadata.Int("dns_reply_code", "response code, with the bits that EDNS has",
			func(m record) int64 { return int64(m.ReplyCode) }),
		metadata.Int("dns_queries", "questions", func(m record) int64 { return int64(m.Queries) }),
		metadata.Int("dns_answers", "answers", func(m record) int64 { return int64(m.Answers) }),
		metadata.Int("dns_response_type", "type of the first answer, 0 without one",
			func(m record) int64 { return int64(m.ResponseType) }).OrNone(),
		metadata.Text("dns_response_address", "first address in the answer",
			func(m record) string { return m.ResponseAddress }),
	}
}
