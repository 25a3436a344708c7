// Package label says what a flow is: its protocol, its application, and how they were identified. It imports no engine.
package label

import "github.com/nfstream/nfstream-go/categories"

// Label is what a flow is, as rows show it.
type Label struct {
	Protocol    categories.ID // on the wire; 0: not known
	Application categories.ID // what the protocol carries; 0: none, or not known
	Confidence  Confidence
	Own         categories.Category // in place of the application's category; 0 for that
}

// Master returns the column master_protocol: the protocol that carries an application, 0 if there is no application.
func (l Label) Master() categories.ID {
	if l.Application == 0 || l.Application == l.Protocol {
		return 0
	}
	return l.Protocol
}

// App returns the column app_protocol: the application, or the protocol if no application is known.
func (l Label) App() categories.ID {
	if l.Application == 0 {
		return l.Protocol
	}
	return l.Application
}

// Category returns the category of the flow: its own, that of the mail's protocol, else that of the application.
func (l Label) Category() categories.Category {
	if l.Own != 0 {
		return l.Own
	}
	if l.Protocol.Category() == categories.CategoryEmail {
		return categories.CategoryEmail
	}
	return l.App().Category()
}

// Recognised reports whether payloads or the IP protocol number identified the protocol. A weak match counts.
func (l Label) Recognised() bool {
	switch l.Confidence {
	case ByPart, ByPartCached, ByInspection, ByShape:
		return true
	}
	return false
}

// Guessed reports whether the application is not known from payloads.
func (l Label) Guessed() bool { return l.Confidence == ByPort || l.Confidence == ByAddress }

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
