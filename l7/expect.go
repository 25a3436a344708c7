package l7

import (
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/risk"
)

// Classification is what a flow is.
type Classification struct {
	Protocol    categories.ID       // on the wire; 0: not known
	Application categories.ID       // what the protocol carries; 0: none, or not known
	Category    categories.Category // in place of the application's own; 0 for that
	Resolved    bool                // a DNS answer gave its address for a name
}

// Expectation says what later flows with an end point are: what one flow reveals of another. An FTP reply names the port of
// the data connection, a call the addresses of its media, a DNS answer the addresses of a name.
//
// It classifies flows that inspection does not recognise. A protocol that was recognised stands; an expectation of the same
// protocol adds its application. decide.go has the order of decision.
type Expectation struct {
	Addr netip.Addr
	Port uint16    // 0: any
	On   Transport // 0: any
	Classification
	// Lifetime counts from the packet that revealed it, MaxLifetime at most. It is for flows that start within.
	Lifetime time.Duration
}

// Limits of expectations.
const (
	// MaxLifetime bounds Expectation.Lifetime.
	MaxLifetime = 24 * time.Hour
	// MaxExpected is how many expectations count that inspection of one payload makes. Further ones are ignored.
	MaxExpected = 32
)

// The least and the most that a resolved name counts: clients use an address for a while after its record has expired, and
// a record may claim to live for 136 years.
const (
	minResolved = 5 * time.Minute
	maxResolved = time.Hour
)

// Expect records an expectation for flows that start after the current packet, whichever worker has them. A probe calls it with
// Match only: an end point that was read out of bytes of another protocol would name flows wrongly. Of two with the same end
// point and transport, the later one replaces the other. Expectations with an unspecified address, without a protocol and an
// application, or with a lifetime below 1 ns are ignored. So are those of Session.Close at the end of a flow.
func (c *Ctx) Expect(x Expectation) {
	e := c.engine
	if e == nil || len(e.expected) >= MaxExpected || !x.Addr.IsValid() || x.Addr.IsUnspecified() || x.Lifetime <= 0 ||
		x.Protocol == 0 && x.Application == 0 && !x.Resolved {
		return
	}
	x.Lifetime = min(x.Lifetime, MaxLifetime)
	e.expected = append(e.expected, x)
}

// Resolved says that the name in the labels has an address, for a time to live in seconds, and expects flows with it to be
// of the application that the name identified. It does nothing where there is none, or for the addresses with which filters
// of names answer. Names of no application count if risk.UnresolvedHost is looked for.
func (c *Ctx) Resolved(addr netip.Addr, ttl uint32) {
	if c.flow.Application == 0 && !c.Wants(risk.UnresolvedHost) || addr.IsLoopback() {
		return
	}
	life := min(max(time.Duration(ttl)*time.Second, minResolved), maxResolved)
	c.Expect(Expectation{Addr: addr, Lifetime: life,
		Classification: Classification{Application: c.flow.Application, Category: c.flow.category, Resolved: true}})
}

// Expected returns the expectations that the last Step made, valid until the next one.
func (e *Engine) Expected() []Expectation { return e.expected }

// Expect records what the flow was expected to be when it began, which Engine.Decide takes into account.
func (f *Flow) Expect(c Classification) { f.expected = c }

// Resolved reports whether a DNS answer had given one of the flow's addresses for a name when it began.
func (f *Flow) Resolved() bool { return f.expected.Resolved }
