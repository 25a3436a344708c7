package l7

import "github.com/nfstream/nfstream-go/categories"

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
)

// Decided reports whether the flow's further packets need no Step.
func (f *Flow) Decided() bool { return f.flags&decided != 0 }

// Wants reports whether the flow's next packet of a direction, 0 or 1, needs a Step.
func (f *Flow) Wants(dir uint8) bool { return f.flags&(decided|deaf<<(dir&1)) == 0 }

// Master and App return the columns master_protocol and app_protocol: a protocol that carries an application is its
// master, one alone is the application.
func (f *Flow) Master() categories.ID {
	if f.Application == 0 || f.Application == f.Protocol {
		return 0
	}
	return f.Protocol
}

// App returns the application, or the protocol where none is known.
func (f *Flow) App() categories.ID {
	if f.Application == 0 {
		return f.Protocol
	}
	return f.Application
}

// Category returns the category of the flow.
func (f *Flow) Category() categories.Category {
	if f.category != 0 {
		return f.category
	}
	return f.App().Category()
}

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

// setCategory sets a category in place of the application's own, unless a rule of the user has set one.
func (f *Flow) setCategory(c categories.Category, byRule bool) {
	switch {
	case byRule:
		f.flags |= ruled
	case f.flags&ruled != 0:
		return
	}
	f.category = c
}

// Recognised reports whether payloads or the IP protocol number identified the protocol. A weak match counts.
func (f *Flow) Recognised() bool {
	switch f.Confidence {
	case ByPart, ByPartCached, ByInspection, ByShape:
		return true
	}
	return false
}

// Guessed reports whether the application is not known from payloads.
func (f *Flow) Guessed() bool { return f.Confidence == ByPort || f.Confidence == ByAddress }

// Confidence is how the application was identified, as the column application_confidence shows it.
type Confidence uint8

// The confidences.
const (
	Unknown      Confidence = 0
	ByPort       Confidence = 1 // guessed
	ByPart       Confidence = 3 // partial inspection
	ByPartCached Confidence = 4 // partial inspection and a cache
	ByCache      Confidence = 5 // a cache across flows
	ByInspection Confidence = 6
	ByAddress    Confidence = 7 // guessed
	ByShape      Confidence = 8 // the shape of the payload
	ByRule       Confidence = 9 // a rule of the user
)
