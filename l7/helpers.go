package l7

import "bytes"

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

// Once makes sessions that show a function the bytes of the match, and read no further.
//
//go:noinline
func Once(read func(*Ctx)) func() Session {
	s := Session(once(read))
	return func() Session { return s }
}

// once has no state, so that all flows share one.
type once func(*Ctx)

func (read once) Read(c *Ctx) Verdict {
	read(c)
	return Match
}

func (once) Close(*Ctx) {}

func (once) Reset() {}

// Holds returns 0: nothing is kept for a flow.
func (once) Holds() int { return 0 }

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
