package voip

import "github.com/nfstream/nfstream-go/l7/metadata"

// SIP is what was read of a flow's first message, and of the first agent in either direction.
type SIP struct {
	From, To  string // the fields
	CallID    string
	UserAgent string
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
	}
}
