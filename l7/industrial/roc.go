//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	rocPort   = 4000
	rocHeader = 6
	rocSum    = 2
)

// roc recognises Emerson's ROC and ROC Plus on their port (Emerson, ROC Plus Protocol Specifications Manual): units and
// groups of both ends, an operation, a length and a CRC. The answer has the ends exchanged, and the operation or that
// of an error.
func roc() l7.Proto {
	return l7.Proto{
		ID: categories.ROC, On: l7.TCP, Ports: []uint16{rocPort}, PortsOnly: true, Probe: probeROC,
		Samples: l7.Samples("\x01\x02\x01\x00\x07\x00\x00\x00", "\x01\x00\x01\x02\x07\x08\x00\x00\x0c\x01\x01\x1a\x03\x18\x00\x00"),
	}
}

func probeROC(c *l7.Ctx) l7.Verdict {
	const failed = 255
	if !c.OnPort(rocPort) {
		return l7.Reject
	}
	b, other := c.Data, c.Other()
	if len(b) < rocHeader || len(b) < rocLength(b) || len(other) < rocHeader || len(other) < rocLength(other) {
		return l7.More
	}
	return l7.MatchIf(string(b[:2]) == string(other[2:4]) && string(b[2:4]) == string(other[:2]) &&
		(b[4] == other[4] || b[4] == failed || other[4] == failed))
}

func rocLength(b []byte) int { return rocHeader + int(b[5]) + rocSum }
