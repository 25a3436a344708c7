package l7

import "github.com/nfstream/nfstream-go/categories"

// What many probes and their descriptors have in common.

import "bytes"

// Collect returns the protocols that functions make. A list of them is a tenth of the code of a literal, which copies each.
//
//go:noinline
func Collect(protocols ...func() Proto) []Proto {
	all := make([]Proto, len(protocols))
	for i, protocol := range protocols {
		all[i] = protocol()
	}
	return all
}

// Prefix compares data with texts of which it may begin with any: Match if it begins with one, More if it is the
// beginning of one, else Reject.
//
//go:noinline
func Prefix(data []byte, texts ...string) Verdict {
	verdict := Reject
	for _, text := range texts {
		n := min(len(data), len(text))
		switch {
		case string(data[:n]) != text[:n]:
		case n == len(text):
			return Match
		default:
			verdict = More
		}
	}
	return verdict
}

// MatchIf returns Match if a probe found what it looks for, otherwise Reject.
func MatchIf(found bool) Verdict {
	if found {
		return Match
	}
	return Reject
}

// AtLeast returns More in place of Match until data has n bytes.
func AtLeast(data []byte, n int, v Verdict) Verdict {
	if v == Match && len(data) < n {
		return More
	}
	return v
}

// Length returns the length of the datagram on the wire, which is more than that of Data where the capture cut it.
//
//go:noinline
func (c *Ctx) Length() int {
	if c.Packet == nil {
		return len(c.Data)
	}
	return max(len(c.Data), int(c.Packet.PayloadLength))
}

// OnPort reports whether either port of the packet is the given one.
func (c *Ctx) OnPort(port uint16) bool { return c.SrcPort == port || c.DstPort == port }

// Tally counts a datagram that Probe found plausible, and returns how many there were in this direction, and in the
// other one. It keeps the counts in the first two bytes of Scratch, which must be that long at least. Without an engine
// the datagram is the first one.
func (c *Ctx) Tally() (here, there uint8) {
	s := c.Scratch()
	if s[c.Dir&1] < 255 {
		s[c.Dir&1]++
	}
	return s[c.Dir&1], s[1-c.Dir&1]
}

// Prefixed returns a protocol that is recognised by the texts of which its first message begins with one. The texts are its
// samples.
//
//go:noinline
func Prefixed(id categories.ID, on Transport, ports []uint16, texts ...string) Proto {
	return Proto{
		ID: id, On: on, Ports: ports, Prefixes: texts, Samples: Samples(texts...),
		Probe: func(c *Ctx) Verdict { return Prefix(c.Data, texts...) },
	}
}

// Samples returns texts as Proto.Samples has them.
//
//go:noinline
func Samples(texts ...string) [][]byte {
	samples := make([][]byte, len(texts))
	for i, text := range texts {
		samples[i] = []byte(text)
	}
	return samples
}

// HostText returns a host name in lower case. It is empty if the name has a space, a control character or a byte beyond
// ASCII, or more than 255 bytes.
func HostText(name []byte) string {
	if len(name) > 255 {
		return ""
	}
	for _, b := range name {
		if b <= ' ' || b >= 0x7f {
			return ""
		}
	}
	return string(bytes.ToLower(name))
}

// Once makes sessions that show a function the bytes of the match, and read no further.
//
//go:noinline
func Once(read func(*Ctx)) func() Session {
	s := Session(once(read))
	return func() Session { return s }
}

// once has no state, so that all flows share one.
type once func(*Ctx)

func isOnce(s Session) bool {
	_, ok := s.(once)
	return ok
}

func (read once) Read(c *Ctx) Verdict {
	read(c)
	return Match
}

func (once) Close(*Ctx) {}

func (once) Reset() {}

// Holds returns 0: nothing is kept for a flow.
func (once) Holds() int { return 0 }
