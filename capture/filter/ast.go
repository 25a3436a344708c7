package filter

// node is a condition of the source text: *junction, *negation, *match, *relation or *primitive.
type node interface{ at() int }

// junction is "and" or "or". Both have the same precedence and associate to the left.
type junction struct {
	or   bool
	l, r node
}

type negation struct{ x node }

// match is a primitive with qualifiers and an id.
type match struct {
	qualifiers
	id id
}

// relation compares two values.
type relation struct {
	pos  int
	op   string
	l, r *term
}

// primitive is a protocol, or a keyword with an optional argument.
type primitive struct {
	pos    int
	word   string
	proto  string // the protocol in "ip multicast" and similar
	number int64  // -1 for none
	name   string // the type of LLC PDU
}

func (n *junction) at() int  { return n.l.at() }
func (n *negation) at() int  { return n.x.at() }
func (n *match) at() int     { return n.pos }
func (n *relation) at() int  { return n.pos }
func (n *primitive) at() int { return n.pos }

// qualifiers select the field that an id is compared with.
type qualifiers struct {
	pos       int
	proto     string    // "" for any
	direction direction // of an address or port
	kind      string    // host, net, port, portrange, proto or protochain
}

type direction uint8

const (
	srcOrDst direction = iota
	srcAndDst
	srcOnly
	dstOnly
	// Of IEEE 802.11.
	receiver
	transmitter
	address1
	address2
	address3
	address4
)

type idKind uint8

const (
	idIPv4 idKind = iota
	idIPv6
	idMAC
	idDECnet
	idPorts
	idNumber
)

// id is the value that a packet's field is compared with.
type id struct {
	pos      int
	kind     idKind
	text     string
	v4, mask uint32
	v6       [4]uint32
	bits     int // prefix length of an IPv6 address
	mac      uint64
	lo, hi   uint32 // range of ports; other numbers use lo
	protos   uint8  // protocols of a named port, 0 for any
}

type termKind uint8

const (
	termNumber termKind = iota
	termLength
	termLoad
	termBinary
)

// term is a value of the source text. A nil *term stands for a condition.
type term struct {
	kind  termKind
	pos   int
	n     uint32
	op    string // of termBinary
	proto string // of termLoad
	size  uint8  // of termLoad
	a, b  *term  // operands; a is the index of termLoad
}
