package risks

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/fingerprint"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/risk"
)

func fingerprintEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.MaliciousFingerprint), scanners},
		{risk.Of(risk.MaliciousFingerprint, risk.MaliciousCertificate), malware},
	}
}

func fingerprintDocs() []Doc {
	return []Doc{
		{risk.MaliciousFingerprint, "The flow begins with a SYN without options, which scanners send that have no TCP stack: zmap with " +
			"a window of 65535, masscan with one of 1024. Or the client's JA3 or JA4 is of malware: by the built-in list, which has " +
			"IcedID, or by a rule of the user with the category Malware.",
			"RFC 9293, section 3.7.1 (stacks send their maximum segment size); zmap and masscan; FoxIO, ja4plus-mapping.csv; " +
				"rules, keys ja3 and ja4"},
		{risk.MaliciousCertificate, "A rule of the user gives the SHA-1 of the server's certificate the category Malware.",
			"rules, key certificates"},
	}
}

// The windows of scanners' SYNs.
const (
	windowZmap    = 65535
	windowMasscan = 1024
)

func scanners(f *flow.Flow, r *Reporter) {
	signs, ok := f.Signs()
	switch {
	case !ok || !signs.Bare:
	case signs.Window == windowZmap:
		r.Add(risk.MaliciousFingerprint, "SYN without options, as of zmap")
	case signs.Window == windowMasscan:
		r.Add(risk.MaliciousFingerprint, "SYN without options, as of masscan")
	default:
		r.Add(risk.MaliciousFingerprint, "SYN without options, as of a scanner")
	}
}

// malware judges the fingerprints of TLS.
func malware(f *flow.Flow, r *Reporter) {
	s := f.Metadata()
	if c := s.Certificate; c != nil && r.malicious(c.SHA1) {
		r.Add(risk.MaliciousCertificate, "SHA-1 "+c.SHA1)
	}
	m := metadata.Get[tls.Metadata](s)
	if m == nil {
		return
	}
	var room [64]byte
	switch client := fingerprint.Client(append(room[:0], m.JA4...)); {
	case client == "IcedID":
		r.Add(risk.MaliciousFingerprint, "JA4 of "+client)
	case r.malicious(m.JA4):
		r.Add(risk.MaliciousFingerprint, "JA4 "+m.JA4)
	case r.malicious(m.JA3):
		r.Add(risk.MaliciousFingerprint, "JA3 "+m.JA3)
	}
}
