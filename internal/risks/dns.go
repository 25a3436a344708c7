package risks

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

func dnsEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.SuspiciousDNS), suspiciousDNS},
		{risk.Of(risk.RiskyDomain), riskyDomain},
		{risk.Of(risk.FragmentedDNS), fragmentedDNS},
	}
}

func dnsDocs() []Doc {
	return []Doc{
		{risk.SuspiciousDNS, "A label of the name that DNS is asked for is longer than dns_label_length, as those of tunnels are. " +
			"Or the type that is asked for or answered is obsolete.",
			"RFC 1035, section 3.2.2; RFC 1123, section 6.1.3; RFC 3755; RFC 6563; RFC 8482"},
		{risk.RiskyDomain, "DNS answers, without an error, a question for a domain that an algorithm seems to have made: " +
			"somebody has registered it. See Susp DGA Domain name.", "MITRE ATT&CK, T1568.002"},
		{risk.LargeDNS, "A message of DNS over UDP is longer than dns_message_size, and than what its OPT record says that its sender " +
			"accepts. Messages that the capture cut are not judged.", "RFC 1035, section 2.3.4; RFC 6891, section 6.2.3"},
		{risk.FragmentedDNS, "A packet of DNS over UDP came in fragments, which caches can be poisoned by.",
			"Herzberg and Shulman, Fragmentation Considered Poisonous, 2013"},
	}
}

// answered returns what was read of DNS itself, nil for a flow of another protocol.
func answered(f *flow.Flow) *dns.Metadata {
	if f.Label().Protocol != categories.DNS {
		return nil
	}
	return metadata.Get[dns.Metadata](f.Metadata())
}

// isObsolete reports whether a type of record is obsolete: MD, MF, MB, MG, MR, NULL, WKS, HINFO, MINFO, SIG, KEY, NXT, A6, MAILB,
// MAILA.
func isObsolete(t uint16) bool {
	switch t {
	case 3, 4, 7, 8, 9, 10, 11, 13, 14, 24, 25, 30, 38, 253, 254:
		return true
	}
	return false
}

func suspiciousDNS(f *flow.Flow, r *Reporter) {
	d := answered(f)
	if d == nil {
		return
	}
	longest := ""
	for label := range strings.SplitSeq(f.ServerName(), ".") {
		if len(label) > len(longest) {
			longest = label
		}
	}
	for _, t := range [...]uint16{d.QueryType, d.ResponseType} {
		switch {
		case int64(len(longest)) > r.Threshold(risk.DNSLabelLength):
			r.Add(risk.SuspiciousDNS, "label of "+decimal(len(longest))+" bytes: "+longest)
		case isObsolete(t):
			r.Add(risk.SuspiciousDNS, "obsolete record type "+dns.Type(t).String())
		}
	}
}

func riskyDomain(f *flow.Flow, r *Reporter) {
	d := answered(f)
	if d == nil || d.Answers == 0 || d.ReplyCode != 0 {
		return
	}
	if made := madeUp(f, r); made != "" {
		r.Add(risk.RiskyDomain, "answered: "+made)
	}
}

func fragmentedDNS(f *flow.Flow, r *Reporter) {
	if s, ok := f.Signs(); ok && s.Fragmented && f.Protocol() == protoUDP && f.Label().Protocol == categories.DNS {
		r.Add(risk.FragmentedDNS, "")
	}
}

const protoUDP = 17
