package dns

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// malformed reports a message whose sections are not what its header announces, unless it says that it was cut, or the
// capture did not keep all of it.
func malformed(c *l7.Ctx, m *Message) {
	if !c.Wants(risk.Malformed) || m.Truncated || !c.Whole() {
		return
	}
	q := m.EachQuestion()
	for q.Next() {
	}
	if !q.OK() {
		c.Risk(risk.Malformed, "DNS question")
		return
	}
	r := m.EachRecord()
	for r.Next() {
	}
	if !r.OK() {
		c.Risk(risk.Malformed, "DNS record")
	}
}
