package l7

import (
	"encoding/binary"
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// Ctx is what a probe or a session is shown. It and what it points to are borrowed until the call returns.
type Ctx struct {
	// Data is a datagram. For TCP it is what Proto.Probe says, or the next bytes for a session.
	Data []byte
	// Dir is the direction of Data: 0 from the flow's source, 1 back.
	Dir uint8
	// Begin means that Data starts with the first byte after the connection's SYN, or is a datagram.
	Begin bool
	// SrcPort and DstPort are those of the packet that brought the last bytes.
	SrcPort, DstPort uint16
	// IPProtocol is the flow's IP protocol number. It is 0 in Session.Close where the engine ends inspection for lack of
	// memory.
	IPProtocol uint8
	// Packet is that packet. It is nil in Session.Close, and where the flow's end shows bytes held until then.
	Packet *packet.Packet

	engine   *Engine
	flow     *Flow
	labels   **metadata.Set
	stream   bool // TCP
	inner    bool // after a handover
	handover bool
	tookBack bool       // the last match was taken back
	proto    int16      // the protocol of the probe or session that is called
	other    *direction // for a probe of a stream
}

// Other returns, for a probe of a stream, what is kept of the other direction since a probe wants more of it.
func (c *Ctx) Other() []byte {
	if c.other == nil {
		return nil
	}
	return c.other.prefix
}

// First returns the first payload of a direction, 0 or 1, as far as Proto.FirstPayload says: the first datagram, or the
// first bytes of a stream that came in order. It is empty if there was none yet.
func (c *Ctx) First(dir uint8) []byte {
	s := c.state()
	if s == nil || s.extras == nil {
		return nil
	}
	x := s.extras
	if x.firstOf[dir&1] == 0 {
		return nil
	}
	begin := c.engine.tables.firsts / 2 * int(dir&1)
	end := begin + min(int(x.firstOf[dir&1]), c.engine.tables.protos[c.proto].FirstPayload)
	return x.own[begin:end:end]
}

// Number returns which packet of the flow brought the last bytes, and InDirection which of its direction. Only packets
// with payload count, retransmissions too, from 1 on. They are 0 in a Ctx that no engine made.
func (c *Ctx) Number() int { return c.number(0) + c.number(1) }

// InDirection returns the number of the packet in its direction, see Number.
func (c *Ctx) InDirection() int { return c.number(c.Dir & 1) }

func (c *Ctx) number(dir uint8) int {
	if s := c.state(); s != nil {
		return int(s.dirs[dir].payloads)
	}
	return 0
}

// state returns the flow's state, nil where there is none.
func (c *Ctx) state() *state {
	if c.engine == nil || c.flow.state == 0 {
		return nil
	}
	return c.engine.states[c.flow.state-1]
}

// Addresses returns those of the packet that brought the last bytes, from and to. They are not valid where Packet is nil.
func (c *Ctx) Addresses() (src, dst netip.Addr) {
	if c.Packet == nil {
		return src, dst
	}
	return c.Packet.Src().Addr(), c.Packet.Dst().Addr()
}

// Scratch returns the Proto's own state of the flow: Proto.Scratch bytes, zero at first, which the probe reads and writes
// until the flow is decided or handed over. A Ctx that no engine made has MaxScratch fresh bytes.
func (c *Ctx) Scratch() []byte {
	if c.state() == nil {
		return make([]byte, MaxScratch)
	}
	return c.engine.scratch(c.flow, int(c.proto))
}

// Metadata returns what was read of the flow, to be written to. It makes the set if there is none: ask for it only when
// there is something to write.
func (c *Ctx) Metadata() *metadata.Set {
	if *c.labels == nil {
		*c.labels = new(metadata.Set)
	}
	return *c.labels
}

// Record returns the flow's record of type T, which it makes if there is none: ask for it only when there is something to
// write.
func Record[T any](c *Ctx) *T { return metadata.Make[*T](c.labels) }

// SetProtocol sets the flow's protocol, where content shows a variant of the Proto. After a handover it does nothing, as the
// flow keeps the protocol that carries.
func (c *Ctx) SetProtocol(id categories.ID) {
	if !c.inner {
		c.flow.Protocol = id
	}
}

// SetApplication sets the application that the flow's protocol carries, where content identifies it. A rule of the user
// overrides it.
func (c *Ctx) SetApplication(id categories.ID) {
	if c.flow.Confidence != ByRule {
		c.flow.Application = id
		c.flow.setCategory(0, false)
	}
}

// Application returns the application that was identified so far, 0 if there is none.
func (c *Ctx) Application() categories.ID { return c.flow.Application }

// SetCategory sets the category of the flow, in place of the application's own, where content identifies it. A rule of the
// user overrides it.
func (c *Ctx) SetCategory(category categories.Category) {
	if c.flow.Confidence != ByRule {
		c.flow.setCategory(category, false)
	}
}

// ByShapeAlone says of a match that it goes by the form of the payloads alone. The confidence is then ByShape.
func (c *Ctx) ByShapeAlone() {
	if c.flow.Confidence == ByInspection {
		c.flow.Confidence = ByShape
	}
}

// SetServerName sets the name of the server, in lower case and without a port, and calls Classify.
func (c *Ctx) SetServerName(name string) {
	c.Metadata().SetServerName(name)
	c.Classify()
}

// Classify asks the label classifiers which application the flow is of. A session calls it when it has written something
// to the metadata that identifies the server or its application: a name, a certificate, a user agent.
func (c *Ctx) Classify() {
	var found Answer
	for _, classify := range c.engine.tables.labelClassifiers {
		if found.add(classify(c.flow.Protocol, c.Metadata())) {
			break
		}
	}
	c.flow.take(found)
}

// Handover ends a session, in Read, because another protocol that this one carries follows. That one starts with rest in
// the direction of Data, and with early, which came before, in the other one; both may be empty. The probes are asked again.
// The flow keeps its protocol and its confidence. What is carried has the limits on payloads of a flow of its own.
func (c *Ctx) Handover(rest, early []byte) {
	c.handover = true
	c.engine.rests[c.Dir], c.engine.rests[1-c.Dir] = rest, early
}

// Whole reports whether Data lacks nothing of a datagram: the capture kept all of it, and it did not come in fragments. It
// is true for the bytes of a stream.
func (c *Ctx) Whole() bool {
	p := c.Packet
	if c.stream {
		return true
	}
	if p == nil || p.PayloadLength > p.End-p.Payload {
		return false
	}
	return p.Payload < p.Transport+udpHeader || p.Key.Proto != protoUDP ||
		uint32(binary.BigEndian.Uint16(p.Data[p.Transport+4:])) <= p.End-p.Transport
}

const udpHeader = 8
