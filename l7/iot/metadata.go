package iot

import "github.com/nfstream/nfstream-go/l7/metadata"

// CoAP is what was read of CoAP.
type CoAP struct {
	_ metadata.Uncompared

	Method string // of the first request, or the code of an answer as 2.05
	Path   string // of the first request
}

func coapColumns() []*metadata.Column {
	return metadata.TextColumns(`coap_method* method of the first request, or the code of the first answer
coap_path path of the first request`, func(m *CoAP, i int) string {
		return [...]string{m.Method, m.Path}[i]
	})
}

// TPLink is what was read of TP-Link's Smart Home Protocol.
type TPLink struct {
	_ metadata.Uncompared

	Message string // the start of the first message
}

func tplinkColumns() []*metadata.Column {
	type record = *TPLink
	return []*metadata.Column{
		metadata.Text("tplink_message", "start of the first message, in JSON",
			func(m record) string { return m.Message }),
	}
}
