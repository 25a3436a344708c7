package packet

// Options say how a Decoder reads frames. The zero value decodes no tunnel and leaves padding out of account.
type Options struct {
	Tunnels          bool // look inside tunnels
	AccountIPPadding bool // IPLength includes the link-layer padding behind the IP packet

	// Hold keeps frames with fragments that come before the first one of their packet, and those of a packet that is a
	// tunnel's, until they can be decoded; the caller takes them from Next whenever Due says so. Without it, the former have
	// no ports, and of the latter the first one counts as far as it goes.
	Hold bool
}

// MaxHeaders is how many link-layer, IP and IPv6 extension headers a frame may have on top of each other. A VLAN tag
// and an MPLS label count as one each.
const MaxHeaders = 32

// Decoder turns frames into packets. It keeps the ports of fragmented IP packets, so frames of one stream go to one
// Decoder in their order. It is not safe for concurrent use.
type Decoder struct {
	opts      Options
	fragments *fragments // nil until the first fragment
	due       int64      // when Next has something to do, math.MinInt64 for at once
	flushing  bool       // all that is held is due
	releasing bool       // what is decoded was held
}

// NewDecoder returns a Decoder.
func NewDecoder(opts Options) *Decoder { return &Decoder{opts: opts, due: never} }

// Decode reads the headers of p.Data, whose link layer is of the given type. Where the status is not OK only p.Data,
// p.Time and p.WireLength are meaningful.
//
// With Options.Tunnels the packet is the innermost IP packet that decodes; a tunnel whose content does not decode
// leaves the packet as the headers around it say. It allocates nothing, but for the fragment cache at the first
// fragment, and for copies of frames that are held, whose memory is used again.
func (d *Decoder) Decode(p *Packet, link LinkType) Status {
	if link == LinkEthernet && !d.opts.AccountIPPadding && d.plain(p) {
		return OK
	}
	return d.decode(p, link)
}

// decode is Decode for any frame.
func (d *Decoder) decode(p *Packet, link LinkType) Status {
	p.reset()
	f := newFrame(p, link)
	if s := d.walk(&f, p); s != OK {
		return s
	}
	if d.opts.Tunnels && mayCarry[p.Key.Proto] {
		if f.ip.part == firstFragment && f.promised(p) && d.hold(&f, p, link, heldTunnel) {
			return Held
		}
		d.decapsulate(&f, p)
	}
	if f.loose && d.hold(&f, p, link, heldWaiting) {
		return Held
	}
	p.Reverse = p.Key.Order()
	p.Hash = p.Key.Hash()
	return OK
}

// walk reads headers from the frame's next one to the transport header of the first IP packet.
func (d *Decoder) walk(f *frame, p *Packet) Status {
	for f.deeper() {
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
