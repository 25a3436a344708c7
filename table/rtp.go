//go:build !tiny

package table

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/packet"
)

const protoUDP = 17

// followRTP measures the RTP in a datagram, if the flow may carry some.
func (s *Shard) followRTP(slot uint32, r *entry, p *packet.Packet) {
	if r.Key.Proto != protoUDP || p.Fragment || p.Payload >= p.End {
		return
	}
	if !carriesRTP(r.app.Protocol) {
		s.dropRTP(slot)
		return
	}
	b, m := p.TransportPayload(), s.rtpOf(slot)
	if *m == nil {
		if !record.MayBeRTP(b) {
			return
		}
		*m = s.newRTP()
	}
	(*m).Count(p.Direction, b, p.Time)
}

// carriesRTP reports whether flows of a protocol may carry RTP that is measured: as the protocol itself, after the
// protocols that share its ports, or where it is not known yet what they carry.
func carriesRTP(protocol categories.ID) bool {
	switch protocol {
	case 0, categories.RTP, categories.RTCP, categories.SRTP, categories.STUN, categories.DTLS, categories.KakaoTalkVoice, categories.Discord:
		return true
	}
	return false
}

func (s *Shard) rtpOf(slot uint32) **record.RTP {
	i := slot - 1
	return &s.slab.rtp[i>>chunkBits][i&chunkMask]
}

func (s *Shard) newRTP() *record.RTP {
	n := len(s.spare)
	if n == 0 {
		return new(record.RTP)
	}
	m := s.spare[n-1]
	s.spare = s.spare[:n-1]
	*m = record.RTP{}
	return m
}

// dropRTP takes from a slot what was measured, for another flow.
func (s *Shard) dropRTP(slot uint32) {
	if m := s.rtpOf(slot); *m != nil {
		s.spare = append(s.spare, *m)
		*m = nil
	}
}
