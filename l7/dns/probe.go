package dns

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Messages of samples: sampleCounts says that there is one question and nothing else.
const (
	sampleCounts = "\x00\x01\x00\x00\x00\x00\x00\x00"
	sampleLLMNR  = "\x12\x34\x00\x00" + sampleCounts + "\x01a\x00\x00\x01\x00\x01"
	sampleQuery  = "\x12\x34\x01\x00" + sampleCounts + "\x01a\x07example\x00\x00\x01\x00\x01"
	sampleAnswer = "\x12\x34\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x01a\x07example\x00\x00\x01\x00\x01" +
		"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01"
)

// Protos returns mDNS, LLMNR and DNS, over UDP and TCP.
func Protos() []l7.Proto {
	open := func() l7.Session { return new(session) }
	openStream := func() l7.Session { return new(streamSession) }
	return []l7.Proto{
		// mDNS (RFC 6762)
		{
			ID: categories.MDNS, On: l7.UDP, EachDatagram: true, Ports: []uint16{PortMDNS}, Min: HeaderLength,
			Probe: probeOf(MDNS, PortMDNS), Session: func() l7.Session { return new(mdnsSession) }, Columns: mdnsColumns(),
			Samples: [][]byte{[]byte("\x00\x00\x00\x00" + sampleCounts + "\x01a\x05local\x00\x00\x01\x00\x01")},
		},
		// LLMNR (RFC 4795)
		{
			ID: categories.LLMNR, On: l7.UDP, EachDatagram: true, Ports: []uint16{PortLLMNR}, Min: HeaderLength,
			Probe: probeOf(LLMNR, PortLLMNR), Session: open, Columns: columns(),
			Samples: [][]byte{[]byte(sampleLLMNR)},
		},
		// DNS (RFC 1035)
		{
			ID: categories.DNS, On: l7.UDP, EachDatagram: true, Ports: []uint16{Port}, Min: HeaderLength,
			Probe: probeOf(DNS, Port), Session: open, Columns: columns(),
			Samples: [][]byte{[]byte(sampleQuery), []byte(sampleAnswer)},
		},
		// LLMNR over TCP (RFC 4795)
		{
			ID: categories.LLMNR, On: l7.TCP, Ports: []uint16{PortLLMNR}, First: shortFrames(),
			Probe: probeStreamOf(LLMNR), Session: openStream, Columns: columns(),
			Samples: [][]byte{[]byte("\x00\x13" + sampleLLMNR)},
		},
		// DNS over TCP (RFC 7766)
		{
			ID: categories.DNS, On: l7.TCP, Ports: []uint16{Port}, First: shortFrames(),
			Probe: probeStreamOf(DNS), Session: openStream, Columns: columns(),
			Samples: [][]byte{[]byte("\x00\x1b" + sampleQuery), []byte("\x00\x2b" + sampleAnswer)},
		},
	}
}

// probeOf makes the probe of a kind over UDP. On the kind's own port a message may be cut short or have oddities.
func probeOf(kind Kind, port uint16) func(*l7.Ctx) l7.Verdict {
	return func(c *l7.Ctx) l7.Verdict {
		own := c.SrcPort == port || c.DstPort == port
		if KindOf(c.Data, c.SrcPort, c.DstPort) == kind || own && readable(c.Data) {
			return l7.Match
		}
		return l7.Reject
	}
}

// maxEntries is the most that a section of a message may be said to have if the message is damaged.
const maxEntries = 128

// readable reports whether payload, on the port of DNS, is a message even if it is damaged or cut short: its header
// makes sense, or its first question does.
func readable(payload []byte) bool {
	m, err := Parse(payload)
	return err == nil && (m.usualHeader() || m.usualQuestion())
}

func (m *Message) usualHeader() bool {
	for _, n := range [...]uint16{m.Questions, m.Answers, m.Authorities, m.Additionals} {
		if n > maxEntries {
			return false
		}
	}
	return m.plausibleHeader()
}

func (m *Message) usualQuestion() bool {
	q, ok := m.Question()
	return ok && q.Type.assigned() && q.Class.assigned()
}

// shortFrames are the first bytes of messages over TCP that probes can see whole.
func shortFrames() *l7.ByteSet {
	var s l7.ByteSet
	for b := range l7.MaxPrefix >> 8 {
		s[b>>6] |= 1 << (b & 63)
	}
	return &s
}

// probeStreamOf makes the probe of a kind over TCP, which wants the first message whole.
func probeStreamOf(kind Kind) func(*l7.Ctx) l7.Verdict {
	return func(c *l7.Ctx) l7.Verdict {
		n := frameLength(c.Data)
		switch {
		case int(c.Data[0]) >= l7.MaxPrefix>>8:
			return l7.Reject
		case n == 0:
			return l7.More
		case n < prefixLength+HeaderLength || n > l7.MaxPrefix:
			return l7.Reject
		case len(c.Data) < prefixLength+HeaderLength:
			return l7.More
		}
		message := c.Data[prefixLength:min(n, len(c.Data))]
		m, _ := Parse(message)
		switch {
		case !m.plausibleHeader():
			return l7.Reject
		case len(c.Data) < n:
			return l7.More
		case KindOf(message, c.SrcPort, c.DstPort) == kind:
			return l7.Match
		}
		return l7.Reject
	}
}
