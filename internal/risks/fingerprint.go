package risks

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

func fingerprintEvaluators() []evaluator {
	return []evaluator{{risk.Of(risk.MaliciousFingerprint), scanners}}
}

func fingerprintDocs() []Doc {
	return []Doc{
		{risk.MaliciousFingerprint, "The flow begins with a SYN without options, which scanners send that have no TCP stack: zmap with " +
			"a window of 65535, masscan with one of 1024.",
			"RFC 9293, section 3.7.1 (each stack sends its maximum segment size); the sources of zmap and masscan"},
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
