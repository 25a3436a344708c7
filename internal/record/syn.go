package record

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/nfstream/nfstream-go/packet"
)

// SYN keeps what tells one TCP stack from another: the first SYN of a flow that is no answer.
type SYN struct {
	options [40]byte // as far as a TCP header has room for (RFC 9293, section 3.1)
	length  uint8    // of options
	ttl     uint8    // 0 while there was no SYN
	window  uint16
	flags   uint8
}

// Count looks at a packet of the flow.
func (s *SYN) Count(p *packet.Packet) {
	if s.ttl != 0 || p.Flags&(packet.SYN|packet.ACK) != packet.SYN || p.Fragment {
		return
	}
	header := p.Data[p.Network:p.Transport]
	at := 8 // time to live
	if p.Key.Ver == 6 {
		at = 7 // hop limit
	}
	if len(header) <= at {
		return
	}
	s.ttl, s.window, s.flags = max(header[at], 1), p.Window, p.Flags
	if segment := p.Data[p.Transport:p.Payload]; len(segment) > tcpHeader {
		s.length = uint8(copy(s.options[:], segment[tcpHeader:]))
	}
}

const tcpHeader = 20

// AppendFingerprint appends the flags, the time to live that the sender began with (the next of 32, 64, 128, 192 and
// 255), the window, and the first six bytes of a SHA-256 in hex, joined by _; nothing where there was no SYN. What is
// hashed is, in hex, each option's kind and value but for that of the time stamps (RFC 9293, section 3.2).
func (s *SYN) AppendFingerprint(dst []byte) []byte {
	if s.ttl == 0 {
		return dst
	}
	dst = append(strconv.AppendUint(dst, uint64(s.flags), 10), '_')
	dst = append(strconv.AppendUint(dst, uint64(initialTTL(s.ttl)), 10), '_')
	dst = append(strconv.AppendUint(dst, uint64(s.window), 10), '_')
	var room [2 * len(s.options)]byte
	sum := sha256.Sum256(s.appendOptions(room[:0]))
	return hex.AppendEncode(dst, sum[:6])
}

func initialTTL(seen uint8) uint8 {
	for _, initial := range [...]uint8{32, 64, 128, 192} {
		if seen <= initial {
			return initial
		}
	}
	return 255
}

const (
	optionEnd        = 0
	optionNop        = 1
	optionTimestamps = 8 // RFC 7323, section 3
)

// appendOptions appends the kinds and values of the options in hex, up to one that does not fit. The end of the list counts
// as an option of one byte, and so does each byte of padding behind it, as nDPI 5.0 has it.
func (s *SYN) appendOptions(dst []byte) []byte {
	for b := s.options[:s.length]; len(b) > 0; {
		kind := b[0]
		dst = hex.AppendEncode(dst, b[:1])
		if kind == optionNop || kind == optionEnd {
			b = b[1:]
			continue
		}
		if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
			break
		}
		if kind != optionTimestamps {
			dst = hex.AppendEncode(dst, b[2:b[1]])
		}
		b = b[b[1]:]
	}
	return dst
}
