package record

import "github.com/nfstream/nfstream-go/packet"

// AccountingMode says which bytes of a packet the columns of nfstream 6 and SPLT count.
type AccountingMode uint8

// The accounting modes, with the numbers of nfstream 6.
const (
	AccountRaw       AccountingMode = iota // the frame on the wire
	AccountIP                              // the IP packet
	AccountTransport                       // the IP packet without its header
	AccountPayload                         // the transport's payload
)

// Extra reports whether the mode counts what Counter does not.
func (m AccountingMode) Extra() bool { return m > AccountIP }

func (m AccountingMode) size(p *packet.Packet) uint32 {
	switch m {
	case AccountIP:
		return p.IPLength
	case AccountTransport:
		return p.TransportLength
	case AccountPayload:
		return p.PayloadLength
	}
	return p.WireLength
}

// Accounted holds the bytes of transport or payload of a flow, and the statistics of their sizes, by direction.
type Accounted struct {
	Bytes [2]uint64
	Sizes [2]Sizes
}

// Count accounts for a packet; call it before Core.Count.
func (a *Accounted) Count(c *Core, p *packet.Packet, mode AccountingMode) {
	d := p.Direction & 1
	n := mode.size(p)
	a.Bytes[d] += uint64(n)
	a.Sizes[d].Add(n, c.Dir[d].Packets == 0)
}
