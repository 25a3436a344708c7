package risks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

func flowEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.NonStandardPort), nonStandardPort},
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

// plain are the protocols that another one secures on the same port after STARTTLS.
var plain = map[categories.ID]categories.ID{
	categories.SMTPS: categories.SMTP, categories.POPS: categories.POP3, categories.IMAPS: categories.IMAP,
	categories.FTPS: categories.FTPControl,
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
	for _, id := range [...]categories.ID{is.Protocol, is.Application, plain[is.Protocol]} {
		for _, port := range [...]uint16{src, dst} {
			if has, _ := categories.HasPort(id, on, port); has {
				return
			}
		}
	}
	r.Add(risk.NonStandardPort, is.Protocol.Name()+" on port "+decimal(min(src, dst)))
}
