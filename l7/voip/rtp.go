//go:build !nfstream_no_voip

package voip

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	rtpHeader  = 12
	rtpVersion = 2
)

// isDTLS reports whether a datagram begins as a record of DTLS does (RFC 7983, section 7; RFC 9147, section 4).
func isDTLS(b []byte) bool {
	const header, first, last = 13, 20, 63
	return len(b) > header && first <= b[0] && b[0] <= last && b[1] == 0xfe && b[2] >= 0xfc &&
		int(binary.BigEndian.Uint16(b[header-2:])) <= len(b)-header
}

// isRTP reports whether a datagram has the header of RTP, and not that of RTCP, which shares the port (RFC 3550, section
// 5.1; RFC 5761, section 4).
func isRTP(b []byte) bool {
	var p rtpPacket
	return p.parse(b)
}

// rtpPacket is a header of RTP.
type rtpPacket struct {
	kind      uint8 // the payload type
	sequence  uint16
	timestamp uint32
	source    uint32
}

// parse reads the header, the list of contributing sources, the extension and how much padding there is.
func (p *rtpPacket) parse(b []byte) bool {
	const padding, extension, sources, firstRTCP, lastRTCP, word = 0x20, 0x10, 0x0f, 64, 95, 4
	if len(b) < rtpHeader || b[0]>>6 != rtpVersion {
		return false
	}
	p.kind = b[1] & 0x7f
	p.sequence, p.timestamp = binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint32(b[4:])
	p.source = binary.BigEndian.Uint32(b[8:])
	if firstRTCP <= p.kind && p.kind <= lastRTCP {
		return false
	}
	at := rtpHeader + word*int(b[0]&sources)
	if b[0]&extension != 0 {
		if len(b) < at+word {
			return false
		}
		at += word + word*int(binary.BigEndian.Uint16(b[at+2:]))
	}
	return at <= len(b)
}

// follows reports whether the packet comes soon after another one of the same source.
func (p *rtpPacket) follows(before *rtpPacket) bool {
	const lost = 32
	return p.source == before.source && p.sequence-before.sequence <= lost
}

// assigned reports whether the payload type is assigned or dynamic (RFC 3551, section 6).
func (p *rtpPacket) assigned() bool { return p.kind <= 34 || p.kind >= 96 }

// rtp returns RTP (RFC 3550) on UDP. Its header has few fixed bits, so the probe requires packets of one source with consecutive
// sequence numbers.
func rtp() l7.Proto {
	return l7.Proto{
		ID: categories.RTP, On: l7.UDP, EachDatagram: true, Min: rtpHeader, First: bytesBetween(0x80, 0xbf), Scratch: 3 * rtpKept,
		Probe: probeRTP,
		Samples: l7.Samples("\x80\x08\x00\x07\x00\x00\x00\x00\x01\x02\x03\x04\xd5",
			"\x80\x08\x00\x08\x00\x00\x00\xa0\x01\x02\x03\x04\xd5"),
	}
}

// bytesBetween returns the set of the bytes from first to last.
func bytesBetween(first, last byte) *l7.ByteSet {
	var all []byte
	for b := int(first); b <= int(last); b++ {
		all = append(all, byte(b))
	}
	return l7.Bytes(all...)
}

// rtpKept is how many bytes are kept of a source. Besides one of each direction a third one is followed, as sound and pictures
// share ports.
const rtpKept = 6

// rtpTrace is what is kept of the last packet of a source.
type rtpTrace struct {
	count    uint8 // packets that followed each other; 0 before the first
	assigned bool  // its payload type is
	sequence uint16
	tick     uint8  // the upper byte of its timestamp
	source   uint16 // the lower half
}

func (t *rtpTrace) load(b []byte) {
	t.count, t.assigned = b[0]&0x7f, b[0]&0x80 != 0
	t.sequence, t.tick, t.source = binary.BigEndian.Uint16(b[1:]), b[3], binary.BigEndian.Uint16(b[4:])
}

// keep stores the packet as the last one of its source.
func (p *rtpPacket) keep(b []byte, count uint8) {
	b[0] = count
	if p.assigned() {
		b[0] |= 0x80
	}
	binary.BigEndian.PutUint16(b[1:], p.sequence)
	b[3] = uint8(p.timestamp >> 24)
	binary.BigEndian.PutUint16(b[4:], uint16(p.source))
}

// of reports whether the trace is of the packet's source.
func (t *rtpTrace) of(p *rtpPacket) bool { return t.count > 0 && t.source == uint16(p.source) }

// trace loads what is kept of a packet's source, and returns where. A source that is not known takes the place of the direction's
// one, which becomes the third.
func (p *rtpPacket) trace(t *rtpTrace, dir uint8, kept []byte) []byte {
	first, second := kept[int(dir&1)*rtpKept:][:rtpKept], kept[2*rtpKept:]
	if t.load(first); t.count == 0 || t.of(p) {
		return first
	}
	if t.load(second); t.of(p) {
		return second
	}
	copy(second, first)
	*t = rtpTrace{}
	return first
}

func probeRTP(c *l7.Ctx) l7.Verdict {
	const enough, enoughWithoutSource, lost = 3, 5, 32
	var p rtpPacket
	if !p.parse(c.Data) {
		return l7.Reject
	}
	var before rtpTrace
	kept := p.trace(&before, c.Dir, c.Scratch())
	count := before.count + 1
	switch gap := p.sequence - before.sequence; {
	case before.count == 0 || gap > lost:
		count = 1
	case gap == 0:
		return l7.More // the same packet, captured twice
	case p.source == 0 && before.count < enoughWithoutSource-1: // zeros are in other protocols too
	case gap == 1 && p.assigned() && before.assigned && uint8(p.timestamp>>24)-before.tick <= 1, before.count >= enough-1:
		return l7.Match
	}
	p.keep(kept, count)
	return l7.More
}

// rtpStream returns RTP on TCP, each packet with its length before it (RFC 4571).
func rtpStream() l7.Proto {
	packet := strings.Repeat("\xd5", 20)
	return l7.Proto{
		ID: categories.RTP, On: l7.TCP, First: bytesBetween(0, 5), Probe: probeRTPStream,
		Samples: l7.Samples("\x00\x20\x80\x08\x00\x07\x00\x00\x00\x00\x01\x02\x03\x04" + packet +
			"\x00\x20\x80\x08\x00\x08\x00\x00\x00\xa0\x01\x02\x03\x04" + packet),
	}
}

// probeRTPStream recognises two packets with consecutive sequence numbers.
func probeRTPStream(c *l7.Ctx) l7.Verdict {
	const framing, longestFrame = 2, 1500
	var p, before rtpPacket
	b := c.Data
	for n := 0; ; n++ {
		switch {
		case c.Data[0] > longestFrame>>8, len(b) > framing && b[framing]>>6 != rtpVersion:
			return l7.Reject
		case len(b) < framing+rtpHeader:
			return l7.More
		}
		size := int(binary.BigEndian.Uint16(b))
		if size < rtpHeader || !p.parse(b[framing:min(len(b), framing+size)]) && len(b) >= framing+size || !p.assigned() {
			return l7.Reject
		}
		if n > 0 {
			if p.follows(&before) && p.sequence == before.sequence+1 {
				return l7.Match
			}
			return l7.Reject
		}
		if len(b) < framing+size {
			return l7.More
		}
		before, b = p, b[framing+size:]
	}
}

// rtcp returns RTCP and SRTCP without RTP in the same flow (RFC 3550, section 6; RFC 3711, section 3.4).
func rtcp() l7.Proto {
	return l7.Proto{
		ID: categories.RTCP, On: l7.UDP, EachDatagram: true, Min: 8, First: bytesBetween(0x80, 0x9f), Scratch: 1, Probe: probeRTCP,
		Session: l7.Once(nameRTCP),
		Samples: l7.Samples("\x80\xc9\x00\x01\x01\x02\x03\x04\x81\xca\x00\x02\x01\x02\x03\x04\x01\x01a\x00"),
	}
}

// kakaoTalk is where the servers of KakaoTalk's calls are.
var kakaoTalk = netip.MustParsePrefix("1.201.0.0/16")

// nameRTCP identifies KakaoTalk calls by the server address.
func nameRTCP(c *l7.Ctx) {
	if src, dst := c.Addresses(); kakaoTalk.Contains(src) || kakaoTalk.Contains(dst) {
		c.SetProtocol(categories.KakaoTalkVoice)
	}
}

// probeRTCP recognises a datagram of reports. It requires several encrypted ones, as RTP may follow them in the same
// flow.
func probeRTCP(c *l7.Ctx) l7.Verdict {
	const enough = 4
	plain, ok := isRTCP(c.Data, c.Length())
	switch {
	case !ok:
		return l7.Reject
	case plain:
		return l7.Match
	}
	count := c.Scratch()
	if count[0]++; count[0] < enough {
		return l7.Weak
	}
	return l7.Match
}

// isRTCP reports whether a datagram begins with a report of a length that matches its block count (RFC 3550, sections
// 6.4.1 and 6.4.2). plain reports whether packets fill the datagram. Encryption and authentication make it longer.
func isRTCP(b []byte, length int) (plain, ok bool) {
	const (
		senderReport, receiverReport = 200, 201
		first, last, word, block     = 192, 213, 4, 6
	)
	if len(b) < 8 || b[0]>>5 != rtpVersion<<1 || b[1] != senderReport && b[1] != receiverReport {
		return false, false
	}
	blocks := block * int(b[0]&0x1f)
	if size := int(binary.BigEndian.Uint16(b[2:])); size != 1+blocks+(senderReport+1-int(b[1]))*(block-1) {
		return false, false
	}
	at := 0
	for at+word <= len(b) && b[at]>>6 == rtpVersion && first <= b[at+1] && b[at+1] <= last {
		at += word + word*int(binary.BigEndian.Uint16(b[at+2:]))
	}
	plain = at == length || at >= len(b) && at < length && len(b) < length
	return plain, plain || at < length
}
