package l7

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/label"
)

// Flow is what the engine keeps in a flow's record. It is pointer-free.
type Flow struct {
	Protocol    categories.ID // on the wire; 0 unknown
	Application categories.ID // what the protocol carries; 0 where that is all there is to say
	Confidence  Confidence
	category    categories.Category // in place of the application's own; 0 for that
	payloads    uint16              // inspected so far
	state       uint32              // place of its state, counted from 1; 0 for none
	expected    Classification      // what it was expected to be when it began; zero for nothing
	flags       uint8
}

// The flags of a flow.
const (
	decided uint8 = 1 << iota // nothing more is to be inspected
	ruled                     // the category is a rule's of the user
	deaf                      // nothing more is to be inspected of direction 0; the next flag is that of direction 1
	_
	foreign // a stream's first bytes are those of no protocol
)

// Decided reports whether the flow's further packets need no Step.
func (f *Flow) Decided() bool { return f.flags&decided != 0 }

// Wants reports whether the flow's next packet of a direction, 0 or 1, needs a Step.
func (f *Flow) Wants(dir uint8) bool { return f.flags&(decided|deaf<<(dir&1)) == 0 }

// Label returns what the flow is, as far as it is known.
func (f *Flow) Label() label.Label {
	return label.Label{Protocol: f.Protocol, Application: f.Application, Confidence: f.Confidence, Own: f.category}
}

// Master returns the column master_protocol, see label.Label.
func (f *Flow) Master() categories.ID { return f.Label().Master() }

// App returns the application, or the protocol if no application is known.
func (f *Flow) App() categories.ID { return f.Label().App() }

// Category returns the category of the flow.
func (f *Flow) Category() categories.Category { return f.Label().Category() }

// take sets application and category by an answer. A rule of the user overrides what is no rule.
func (f *Flow) take(a Answer) {
	if f.Confidence == ByRule && !a.Rule {
		return
	}
	if a.App != 0 {
		f.Application = a.App
		if a.Rule {
			f.Confidence = ByRule
		}
	}
	if a.App != 0 || a.Category != 0 {
		f.setCategory(a.Category, a.CategoryRule)
	}
}

// setCategory sets a category in place of the application's own, unless a rule of the user has set one. Mail stays mail,
// whatever application names its server.
func (f *Flow) setCategory(c categories.Category, byRule bool) {
	switch {
	case byRule:
		f.flags |= ruled
	case f.flags&ruled != 0 || f.Protocol.Category() == categories.CategoryEmail:
		return
	}
	f.category = c
}

// Recognised reports whether payloads or the IP protocol number identified the protocol. A weak match counts.
func (f *Flow) Recognised() bool { return f.Label().Recognised() }

// Guessed reports whether the application is not known from payloads.
func (f *Flow) Guessed() bool { return f.Label().Guessed() }

// Confidence is how the application was identified; see label.Confidence.
type Confidence = label.Confidence

// The confidences.
const (
	Unknown      = label.Unknown
	ByPort       = label.ByPort
	ByPart       = label.ByPart
	ByPartCached = label.ByPartCached
	ByCache      = label.ByCache
	ByInspection = label.ByInspection
	ByAddress    = label.ByAddress
	ByShape      = label.ByShape
	ByRule       = label.ByRule
)
