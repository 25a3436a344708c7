package packet

// Options configure a Decoder. The zero value decodes no tunnels and ignores padding.
type Options struct {
	Tunnels          bool // decode the packets inside tunnels
	AccountIPPadding bool // IPLength includes the link-layer padding after the IP packet

	// Hold keeps two kinds of fragments until they can be decoded: those that arrive before the first fragment of
	// their packet, and those of a packet that carries a tunnel. The caller calls Next when Due reports true. Without
	// Hold, fragments of the first kind have no ports, and a tunnel packet is decoded from its first fragment only.
	Hold bool
}

// MaxHeaders is the maximum number of nested link-layer, IP and IPv6 extension headers of a frame. A VLAN tag and an
// MPLS label count as one each.
const MaxHeaders = 32

// Decoder decodes frames into packets. It keeps the ports of fragmented IP packets, so all frames of a stream must go
// to the same Decoder, in order. It is not safe for concurrent use.
type Decoder struct {
	opts      Options
	fragments *fragments // nil until the first fragment
	due       int64      // the time at which Next has a frame, math.MinInt64 for immediately
	flushing  bool       // all held frames are due
	releasing bool       // the frame being decoded was held
}

// NewDecoder returns a Decoder.
func NewDecoder(opts Options) *Decoder { return &Decoder{opts: opts, due: never} }

// SetOptions replaces the options, for the frames that come next.
func (d *Decoder) SetOptions(opts Options) { d.opts = opts }

// Decode decodes the headers of p.Data, which begins with the given link layer. If the status is not OK, only p.Data,
// p.Time and p.WireLength are valid.
//
// With Options.Tunnels the packet is the innermost IP packet that can be decoded. If the content of a tunnel cannot
// be decoded, the packet is that of the outer headers. Decode allocates only the fragment cache, at the first
// fragment, and buffers for held frames, which it reuses.
func (d *Decoder) Decode(p *Packet, link LinkType) Status {
	if link == LinkEthernet && !d.opts.AccountIPPadding && d.plain(p) {
		return OK
	}
	return d.decode(p, link)
}

// decode decodes any frame; see plain for the fast path.
func (d *Decoder) decode(p *Packet, link LinkType) Status {
	p.reset()
	f := newFrame(p, link)
	if s := d.walk(&f, p); s != OK {
		return s
	}
	if d.opts.Tunnels && mayCarry[p.Key.Proto] {
		if f.ip.part == firstFragment && f.mayBeTunnel(p) && d.hold(&f, p, link, heldTunnel) {
			return Held
		}
		d.decapsulate(&f, p)
	}
	if f.waiting && d.hold(&f, p, link, heldWaiting) {
		return Held
	}
	p.Reverse = p.Key.Order()
	p.Hash = p.Key.Hash()
	return OK
}

// walk reads the headers from the next one up to the transport header of the first IP packet.
func (d *Decoder) walk(f *frame, p *Packet) Status {
	for f.countHeader() {
		var s Status
		switch f.next {
		case headerIPv4:
			return d.ipv4(f, p)
		case headerIPv6:
			return d.ipv6(f, p)
		case headerEthernet:
			s = f.ethernet(p)
		default:
			s = f.link(p)
		}
		if s != OK {
			return s
		}
	}
	return TooDeep
}
