package filter

const (
	ipv4Fragment = 6 // flags and fragment offset
	ipv4Protocol = 9
	ipv6Next     = 6
	ipv6Length   = 40
)

// ports tests the ports of TCP, UDP and SCTP, in first fragments of IPv4 and in IPv6 packets without extension
// headers.
func (g *generator) ports(m *match) *cond {
	protos := m.id.protos
	switch {
	case protos != 0:
	case m.proto == "tcp":
		protos = onTCP
	case m.proto == "udp":
		protos = onUDP
	case m.proto == "sctp":
		protos = onSCTP
	default:
		protos = onTCP | onUDP | onSCTP
	}
	carried := func(v *value) *cond {
		c := never
		for _, p := range []struct {
			bit    uint8
			number uint32
		}{{onSCTP, protoSCTP}, {onTCP, protoTCP}, {onUDP, protoUDP}} {
			if protos&p.bit != 0 {
				c = or(c, equal(v, p.number))
			}
		}
		return c
	}
	net := g.layer.net
	v6 := and(g.etherType(etherIPv6), carried(g.byteAt(net, ipv6Next)), g.portsAt(m, net.plus(ipv6Length)))
	v4 := and(g.etherType(etherIPv4), carried(g.byteAt(net, ipv4Protocol)), g.isFirst(),
		g.portsAt(m, g.afterIPv4(net)))
	return or(v6, v4)
}

// isFirst tests that an IPv4 packet is unfragmented or a first fragment.
func (g *generator) isFirst() *cond {
	return not(anyBit(g.shortAt(g.layer.net, ipv4Fragment), 0x1fff))
}

func (g *generator) portsAt(m *match, at place) *cond {
	return direct(m.direction, m.id.holds(g.shortAt(at, 0)), m.id.holds(g.shortAt(at, 2)))
}

// holds tests whether v is one of the ports.
func (i *id) holds(v *value) *cond {
	if i.lo == i.hi {
		return equal(v, i.lo)
	}
	return and(atLeast(v, i.lo), not(above(v, i.hi)))
}
