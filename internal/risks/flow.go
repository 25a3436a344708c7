package risks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

func flowEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.NonStandardPort), nonStandardPort},
		{risk.Of(risk.UnsafeProtocol), unsafeProtocol},
		{risk.Of(risk.Unidirectional), unidirectional},
		{risk.Of(risk.ConnectionIssues, risk.Probing), connectionIssues},
	}
}

func flowDocs() []Doc {
	return []Doc{
		{risk.NonStandardPort, "The payload shows a protocol that has default ports, and neither port is one of them or of the application. " +
			"STUN and data connections of FTP have no fixed port, and mail that is secured by STARTTLS keeps that of plain mail.",
			"IANA, Service Name and Transport Protocol Port Number Registry"},
	}
}

// transportOf returns the transport of an IP protocol with ports, 0 for none.
func transportOf(protocol uint8) categories.Transport {
	switch protocol {
	case 6:
		return categories.TransportTCP
	case 17:
		return categories.TransportUDP
	}
	return 0
}

// alike are the protocols whose ports another one uses too: mail after STARTTLS, and the requests of a proxy.
var alike = map[categories.ID]categories.ID{
	categories.SMTPS: categories.SMTP, categories.POPS: categories.POP3, categories.IMAPS: categories.IMAP,
	categories.FTPS: categories.FTPControl, categories.HTTPConnect: categories.HTTPProxy,
}

func nonStandardPort(f *flow.Flow, r *Reporter) {
	is, on := f.Label(), transportOf(f.Protocol())
	if on == 0 || !is.Recognised() || is.Protocol == categories.STUN || is.Protocol == categories.FTPData {
		return
	}
	src, dst := f.Src().Port(), f.Dst().Port()
	if _, any := categories.HasPort(is.Protocol, on, dst); !any {
		return
	}
	for _, port := range [...]uint16{src, dst} {
		owner := categories.DefaultPort(on, port)
		if owner != 0 && (owner == is.Protocol || owner == is.Application || owner == alike[is.Protocol]) {
			return
		}
	}
	r.Add(risk.NonStandardPort, is.Protocol.Name()+" on port "+decimal(min(src, dst)))
}
