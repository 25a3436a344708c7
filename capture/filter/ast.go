package filter

// node is a condition as it was written: *junction, *negation, *match, *relation or *primitive.
type node interface{ at() int }

// junction is "and" or "or". Both have the same precedence and associate to the left.
type junction struct {
	or   bool
	l, r node
}

type negation struct{ x node }

// match is a primitive made of qualifiers and what they are compared with.
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

// primitive is a condition that is named by a word: a protocol, or a keyword with an optional argument.
type primitive struct {
	pos    int
	word   string
	proto  string // of "ip multicast" and its like
	number int64  // -1 without one
	name   string // the type of LLC PDU
}

func (n *junction) at() int  { return n.l.at() }
func (n *negation) at() int  { return n.x.at() }
func (n *match) at() int     { return n.pos }
func (n *relation) at() int  { return n.pos }
func (n *primitive) at() int { return n.pos }

// qualifiers say what an id is compared with.
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

// id is what a packet's field is compared with.
type id struct {
	pos      int
	kind     idKind
	text     string
	v4, mask uint32
	v6       [4]uint32
	bits     int // of the mask of an IPv6 address
	mac      uint64
	lo, hi   uint32 // ports; lo alone is a number
	protos   uint8  // of ports that were named, 0 for any
}

type termKind uint8

const (
	termNumber termKind = iota
	termLength
	termLoad
	termBinary
)

// term is a value as it was written. A nil *term stands for a condition in its place.
type term struct {
	kind  termKind
	pos   int
	n     uint32
	op    string // of termBinary
	proto string // of termLoad
	size  uint8  // of termLoad
	a, b  *term  // operands; a is the index of termLoad
}
