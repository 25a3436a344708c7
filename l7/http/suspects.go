//go:build !tiny

package http

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// oddFields are names of fields that malware tells of its host by, in lower case.
const oddFields = " arch cores mem os osname osversion root s tls_version uuid x-hire-me "

// suspect looks for fields that no browser sends, and for code for Log4j in any field (CVE-2021-44228).
func (r *Request) suspect(c *l7.Ctx) {
	if !c.Wants(risk.SuspiciousHeader) && !c.Wants(risk.PossibleExploit) {
		return
	}
	for f := r.Fields; f.Next(); {
		if len(f.Name) < 10 && isOdd(f.Name) {
			c.Risk(risk.SuspiciousHeader, string(f.Name)+": "+string(cut(f.Value)))
		}
		if bytes.Contains(f.Value, []byte("${jndi:")) {
			c.Risk(risk.PossibleExploit, "Log4Shell: "+string(cut(f.Value)))
		}
	}
	if bytes.Contains(r.Target, []byte("${jndi:")) {
		c.Risk(risk.PossibleExploit, "Log4Shell: "+string(cut(r.Target)))
	}
}

func isOdd(name []byte) bool {
	var room [12]byte
	word := append(appendLower(append(room[:0], ' '), name), ' ')
	return len(name) > 0 && bytes.Contains([]byte(oddFields), word)
}
