package packet

import "math"

// setIP sets the offsets and lengths of the IP packet at the frame's next header and skips its headers. The packet
// has total bytes. Its headers have hlen bytes, which must have been captured.
func (d *Decoder) setIP(f *frame, p *Packet, total uint32, hlen int) {
	p.Network = uint32(f.off)
	p.IPLength = total
	if d.opts.AccountIPPadding {
		p.IPLength = max(total, f.wire-uint32(f.off))
	}
	p.TransportLength = total - uint32(hlen)
	if f.ip.part != whole {
		f.ip.end = saturatingAdd(p.Network, total)
	}
	f.off += hlen
	p.Transport = uint32(f.off)
	p.End = min(uint32(len(f.data)), saturatingAdd(p.Transport, p.TransportLength))
}

// fits reports whether an IP packet of n bytes fits at the current offset. A captured frame may setState any length,
// because some tools cut frames and do not keep the wire length. A tunnel must hold its whole content.
func (f *frame) fits(p *Packet, n uint32) bool {
	return p.Key.Tunnel == TunnelNone || f.partial || n <= f.wire-uint32(f.off)
}

func saturatingAdd(a, b uint32) uint32 {
	if b > math.MaxUint32-a {
		return math.MaxUint32
	}
	return a + b
}
