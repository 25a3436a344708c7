package packet

import "math"

// setIP sets offsets and lengths of an IP packet that starts at the frame's next header, is total bytes long and whose
// headers take hlen bytes, which must be there, and moves behind those.
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

// fits reports whether an IP packet of n bytes can be where the frame stands. A captured frame may pretend anything,
// since tools that cut frames exist which do not keep the wire length; a tunnel must hold the whole of what is inside
// it.
func (f *frame) fits(p *Packet, n uint32) bool {
	return p.Key.Tunnel == TunnelNone || f.partial || n <= f.wire-uint32(f.off)
}

func saturatingAdd(a, b uint32) uint32 {
	if b > math.MaxUint32-a {
		return math.MaxUint32
	}
	return a + b
}
