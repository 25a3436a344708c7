package live

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// The layout of a block of a TPACKET_V3 ring (include/uapi/linux/if_packet.h), in the byte order of the machine: a
// block descriptor, then packets. Each packet is a tpacket3_hdr, a sockaddr_ll, padding and the frame.
const (
	blockStatus  = 8 // offsets in the block
	blockPackets = 12
	blockFirst   = 16
	blockHeader  = 48

	packetNext    = 0 // offsets in a packet's header
	packetSeconds = 4
	packetNanos   = 8
	packetSnaplen = 12
	packetLength  = 16
	packetStatus  = 20
	packetMAC     = 24
	packetNet     = 26
	packetTCI     = 32
	packetTPID    = 36
	packetDevice  = 48 + 8 // sll_hatype
	packetHeader  = 48 + 20

	statusUser      = 1      // of a block
	statusVLAN      = 1 << 4 // of a packet: its VLAN tag was stripped
	statusVLANProto = 1 << 6 // of a packet: the TPID of the tag is known
)

// cursor iterates over the packets of a block. It validates all offsets and lengths in the block.
type cursor struct {
	link    packet.LinkType // link type of all packets, linkUnknown to use the hardware type of each
	snaplen int             // bytes of a frame to keep, 0 for all

	block []byte
	at    int // offset of the next packet's header, which is in the block if left > 0
	left  int // packets
	bad   bool
}

// open goes to the first packet of a block.
func (c *cursor) open(block []byte) {
	c.block, c.left, c.at = block, 0, 0
	if len(block) < blockHeader {
		c.bad = true
		return
	}
	n := binary.NativeEndian.Uint32(block[blockPackets:])
	c.enter(uint64(n), uint64(binary.NativeEndian.Uint32(block[blockFirst:])))
}

// enter goes to the packet at an offset; left packets remain. It goes to the end if the header does not fit.
func (c *cursor) enter(left, at uint64) {
	c.left = 0
	if left == 0 {
		return
	}
	if at < blockHeader || at+packetHeader > uint64(len(c.block)) || left > uint64(len(c.block)/packetHeader) {
		c.bad = true
		return
	}
	c.at, c.left = int(at), int(left)
}

// time returns the time of the next packet, which must exist.
func (c *cursor) time() int64 { return packetTime(c.block[c.at:]) }

func packetTime(header []byte) int64 {
	seconds := binary.NativeEndian.Uint32(header[packetSeconds:])
	return int64(seconds)*1e9 + int64(binary.NativeEndian.Uint32(header[packetNanos:]))
}

// next sets f to the next packet and advances. It returns false if the block is malformed. f.Data lies in the block;
// next restores a stripped VLAN tag in place.
func (c *cursor) next(f *capture.Frame) bool {
	h := c.block[c.at:]
	h = h[:packetHeader:len(h)]
	f.Link = c.link
	if f.Link == linkUnknown {
		f.Link = linkOf(binary.NativeEndian.Uint16(h[packetDevice:]))
	}
	f.Time = packetTime(h)
	ok := c.slice(f, h)
	c.enter(uint64(c.left-1), uint64(c.at)+uint64(binary.NativeEndian.Uint32(h[packetNext:])))
	if !ok {
		c.left, c.bad = 0, true
	}
	return ok
}

// slice returns the bytes of the packet with the header h.
func (c *cursor) slice(f *capture.Frame, h []byte) bool {
	start := int(binary.NativeEndian.Uint16(h[packetMAC:]))
	held := binary.NativeEndian.Uint32(h[packetSnaplen:])
	if start < packetHeader || uint64(start)+uint64(held) > uint64(cap(h)) {
		return false
	}
	f.Length = max(binary.NativeEndian.Uint32(h[packetLength:]), held)
	end := start + int(held)
	h = h[:cap(h)]
	switch {
	case f.Link == packet.LinkRaw:
		skip := linkHeader(h, int(held))
		start += skip
		f.Length -= uint32(skip)
	case f.Link == packet.LinkEthernet && held >= macAddresses &&
		binary.NativeEndian.Uint32(h[packetStatus:])&statusVLAN != 0:
		if start -= tagSize; start < packetHeader {
			return false
		}
		restoreTag(h[start:end], h)
		f.Length += tagSize
	}
	if c.snaplen > 0 {
		end = min(end, start+c.snaplen)
	}
	f.Data = h[start:end:end]
	return true
}

// restoreTag inserts the VLAN tag of a packet's header into the frame.
func restoreTag(frame, h []byte) {
	status := binary.NativeEndian.Uint32(h[packetStatus:])
	putTag(frame, tpid(status, binary.NativeEndian.Uint16(h[packetTPID:])),
		uint16(binary.NativeEndian.Uint32(h[packetTCI:])))
}

// linkHeader returns the length of the link-layer header.
func linkHeader(h []byte, held int) int {
	n := int(binary.NativeEndian.Uint16(h[packetNet:])) - int(binary.NativeEndian.Uint16(h[packetMAC:]))
	if n < 0 || n > held {
		return 0
	}
	return n
}
