package workload

// tunnel is one of the encapsulations, 0 for none.
type tunnel uint8

const (
	noTunnel tunnel = iota
	greTunnel
	vxlanTunnel
	greKeyTunnel
	gretapTunnel
	erspanTunnel
	vxlan6Tunnel
	geneveTunnel
	gtpTunnel
	l2tpTunnel
	l2tpv3Tunnel
	ipipTunnel
	ip6Tunnel
	mplsTunnel
	pseudowireTunnel
	pppoeTunnel
	qinqTunnel
	deepTunnel
	tunnels
)

// encapsulation is what a tunnel puts around the network packet of a conversation.
type encapsulation struct {
	// etherType of the frame.
	etherType uint16
	// bytes between the frame's EtherType and the packet.
	bytes int
	// wrap appends those bytes, which carry a packet of that length.
	wrap func(c *conn, b []byte, dir, length int) []byte
}

var encapsulations = [tunnels]encapsulation{
	greTunnel:        {etherIPv4, 24, (*conn).gre},
	vxlanTunnel:      {etherIPv4, 50, (*conn).vxlan},
	greKeyTunnel:     {etherIPv4, 28, (*conn).greKey},
	gretapTunnel:     {etherIPv4, 38, (*conn).gretap},
	erspanTunnel:     {etherIPv4, 50, (*conn).erspan},
	vxlan6Tunnel:     {etherIPv6, 70, (*conn).vxlan6},
	geneveTunnel:     {etherIPv4, 58, (*conn).geneve},
	gtpTunnel:        {etherIPv4, 36, (*conn).gtp},
	l2tpTunnel:       {etherIPv4, 38, (*conn).l2tp},
	l2tpv3Tunnel:     {etherIPv4, 42, (*conn).l2tpv3},
	ipipTunnel:       {etherIPv4, 20, (*conn).ipip},
	ip6Tunnel:        {etherIPv6, 40, (*conn).ip6ip},
	mplsTunnel:       {etherMPLS, 8, (*conn).mpls},
	pseudowireTunnel: {etherMPLS, 26, (*conn).pseudowire},
	pppoeTunnel:      {etherPPPoE, 8, (*conn).pppoe},
	qinqTunnel:       {etherService, 8, (*conn).qinq},
	deepTunnel:       {etherIPv4, 86, (*conn).deep},
}

// inner is the length of the network packet that holds a payload of that length.
func (c *conn) inner(length int) int {
	if c.v6 {
		return 40 + length
	}
	return 20 + length
}

// tunnelsEvery is the mean time between two new conversations, in nanoseconds.
const tunnelsEvery = 2500 * us

// tunnelParts are the kinds of conversations in tunnels.
func tunnelParts() []part {
	return []part{{350, startDNS}, {330, startTLS}, {150, startHTTP}, {80, startQUIC}, {40, startEcho}, {50, startRaw}}
}

// startTunnels begins a conversation in any of the tunnels.
func startTunnels(g *generator) *conn {
	c := g.pick(tunnelParts())
	c.vlan, c.tunnel = 0, tunnel(1+g.below(int(tunnels)-1))
	return c
}
