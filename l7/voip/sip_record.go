package voip

import "github.com/nfstream/nfstream-go/l7/metadata"

// SIP is what was read of a flow's first message, of the first agent in either direction, and of how the call goes.
type SIP struct {
	From, To  string // the fields
	CallID    string
	UserAgent string
	Method    string // of the first request
	Status    uint16 // of the last response to it
	Media     []string
	Codecs    []string
}

func sipColumns() []*metadata.Column {
	type record = *SIP
	return []*metadata.Column{
		metadata.Text("sip_from", "who calls: the field From of the first message", func(m record) string { return m.From }),
		metadata.Text("sip_to", "who is called: the field To of the first message", func(m record) string { return m.To }),
		metadata.Text("sip_call_id", "identifier of the call: the field Call-ID of the first message",
			func(m record) string { return m.CallID }),
		metadata.Text("sip_user_agent", "program of the side that says so first: the field User-Agent or Server",
			func(m record) string { return m.UserAgent }),
		metadata.Text("sip_method", "method of the first request, or that of the first response",
			func(m record) string { return m.Method }).Repeating(),
		metadata.Int("sip_status", "status of the last response to that method; 0 without one",
			func(m record) int64 { return int64(m.Status) }).Unsigned(16).OrNone(),
		metadata.Texts("sip_media", "kind, address and port of each stream that the descriptions of both sides have (SDP)",
			func(m record) []string { return m.Media }),
		metadata.Texts("sip_codecs", "codecs in these descriptions, with their clocks", func(m record) []string { return m.Codecs }),
	}
}
