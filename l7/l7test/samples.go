package l7test

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// Samples yields the samples of protocols, each with its protocol.
func Samples(protos []l7.Proto) iter.Seq2[*l7.Proto, []byte] {
	return func(yield func(*l7.Proto, []byte) bool) {
		for i := range protos {
			for _, sample := range protos[i].Samples {
				if !yield(&protos[i], sample) {
					return
				}
			}
		}
	}
}

// PortOf returns the port where a protocol is tried first, or one that is nobody's.
func PortOf(p *l7.Proto) uint16 {
	if len(p.Ports) > 0 {
		return p.Ports[0]
	}
	return nobodys
}

const nobodys = 40001

// CheckSamples fails where a protocol has no samples, where an engine of all protocols does not name a sample's, however
// it is split into segments, where the protocol's probe rejects the begin of a stream that it takes, or where the begin
// of a sample, or all of it, would be named by another protocol.
func CheckSamples(t testing.TB, protos []l7.Proto) {
	t.Helper()
	require.NoError(t, judgeSamples(protos))
}

func judgeSamples(protos []l7.Proto) error {
	e := l7.NewEngine(l7.Compile(protos), l7.Limits{TCP: 1 << 10, UDP: 16})
	for i := range protos {
		if len(protos[i].Samples) == 0 && protos[i].Probe != nil { // else its IP protocol number is enough
			return fmt.Errorf("%v has no samples", protos[i].ID)
		}
	}
	for p, sample := range Samples(protos) {
		for _, on := range []l7.Transport{l7.TCP, l7.UDP} {
			s := shown{protos: protos, proto: p, data: sample, on: on}
			if p.On&on == 0 {
				continue
			}
			if err := cmp.Or(s.judgeTaken(e), s.judgeBegins()); err != nil {
				return fmt.Errorf("%v: sample %q: %w", p.ID, sample, err)
			}
		}
	}
	return nil
}

// shown is a sample on a transport.
type shown struct {
	protos []l7.Proto
	proto  *l7.Proto
	data   []byte
	on     l7.Transport
	middle bool // the sample is not taken at the begin of a connection
	paired bool // nor alone
}

func (s *shown) judgeTaken(e *l7.Engine) error {
	whole := len(s.data)
	switch {
	case s.taken(e, nil, whole):
	case s.on == l7.TCP && s.takenInTheMiddle(e, whole):
	default:
		s.middle, s.paired = false, true
	}
	for _, size := range []int{whole, 7, 3, 2, 1} {
		if !s.taken(e, nil, size) && !(s.paired && s.takenWithAnother(e, size)) {
			return fmt.Errorf("is not taken in segments of %d bytes", size)
		}
		if s.on == l7.UDP {
			break
		}
	}
	return nil
}

// takenWithAnother reports whether the sample is one side of a dialogue, whichever speaks first.
func (s *shown) takenWithAnother(e *l7.Engine, size int) bool {
	return slices.ContainsFunc(s.proto.Samples, func(data []byte) bool {
		other := shown{proto: s.proto, data: data, on: s.on}
		return s.taken(e, data, size) || other.taken(e, s.data, size)
	})
}

func (s *shown) takenInTheMiddle(e *l7.Engine, size int) bool {
	s.middle = true
	return s.taken(e, nil, size)
}

// taken reports whether the engine names the sample's protocol, where the other side sends an answer, if any.
func (s *shown) taken(e *l7.Engine, answer []byte, size int) bool {
	k := NewTalk(e, s.on, 40000, PortOf(s.proto))
	k.Middle = s.middle
	if s.on == l7.UDP {
		k.Say(0, s.data)
		k.Say(1, answer)
		if k.Flow.Protocol == 0 && len(answer) > 0 { // it may come in the same direction instead
			k.End()
			k.Reset()
			k.Say(0, s.data)
			k.Say(0, answer)
		}
	} else {
		k.Segments(0, s.data, size)
		k.Segments(1, answer, size)
	}
	named := k.Flow.Protocol == s.proto.ID
	if !k.Flow.Decided() {
		k.End()
	}
	return named
}

// judgeBegins shows the begins of the sample to every probe.
func (s *shown) judgeBegins() error {
	matched := false
	for n := 1; n <= len(s.data); n++ {
		for i := range s.protos {
			other := &s.protos[i]
			if other.On&s.on == 0 || other.ID == s.proto.ID {
				continue
			}
			if s.verdict(other, n, true) == l7.Match || s.verdict(other, n, false) == l7.Match {
				return fmt.Errorf("%v takes %q", other.ID, s.data[:n])
			}
		}
		own := s.verdict(s.proto, n, !s.middle)
		matched = matched || own == l7.Match
		if s.on == l7.TCP && !s.paired && !matched && own != l7.More {
			return fmt.Errorf("its begin %q is rejected", s.data[:n])
		}
	}
	return nil
}

// verdict returns what an engine would get for the first n bytes.
func (s *shown) verdict(p *l7.Proto, n int, begin bool) l7.Verdict {
	data := s.data[:n]
	if skips(p, s.on, data) {
		return l7.Reject
	}
	return p.Probe(&l7.Ctx{Data: data, Begin: begin, SrcPort: 40000, DstPort: PortOf(s.proto),
		Packet: &packet.Packet{Data: data, End: uint32(n), PayloadLength: uint32(n)}})
}

// skips reports whether an engine does not show data to a protocol.
func skips(p *l7.Proto, on l7.Transport, data []byte) bool {
	return p.Probe == nil || p.Skips(on, data)
}

// CheckProbesAllocateNothing fails where a probe of any protocol allocates for a sample of any. Only one that says Match,
// which a flow hears once, may do so.
func CheckProbesAllocateNothing(t *testing.T, protos []l7.Proto) {
	var c l7.Ctx
	var k packet.Packet
	for of, sample := range Samples(protos) {
		for i := range protos {
			p, verdict := &protos[i], l7.Reject
			if p.Probe == nil {
				continue
			}
			allocated := testing.AllocsPerRun(10, func() {
				k = packet.Packet{Data: sample, End: uint32(len(sample)), PayloadLength: uint32(len(sample))}
				c = l7.Ctx{Data: sample, Begin: true, SrcPort: 40000, DstPort: PortOf(of), Packet: &k}
				verdict = p.Probe(&c)
			})
			scratch := min(float64(p.Scratch), 1) // which an engine would lend
			require.True(t, allocated <= scratch || verdict == l7.Match, "%v, shown %q of %v", p.ID, sample, of.ID)
		}
	}
}

// CheckUndecidedAllocatesNothing fails where an engine of all protocols, which has inspected such flows before, allocates
// for the begin of a sample that tells no protocol yet.
func CheckUndecidedAllocatesNothing(t *testing.T, protos []l7.Proto) {
	e := l7.NewEngine(l7.Compile(protos), l7.Limits{TCP: 1 << 10, UDP: 16})
	for p, sample := range Samples(protos) {
		for _, on := range []l7.Transport{l7.TCP, l7.UDP} {
			if p.On&on == 0 {
				continue
			}
			k, size := NewTalk(e, on, 40000, PortOf(p)), 3
			if on == l7.UDP {
				size = len(sample)
			}
			data := undecided(k, sample, size)
			k.CheckAllocs(t, 0, func() { k.Segments(0, data, size) })
		}
	}
}

// undecided returns the longest begin of a sample that tells no protocol.
func undecided(k *Talk, sample []byte, size int) []byte {
	for n := len(sample); n > 0; n-- {
		k.Reset()
		k.Segments(0, sample[:n], size)
		named := k.Flow.Protocol != 0
		k.End()
		if !named {
			return sample[:n]
		}
	}
	return nil
}
