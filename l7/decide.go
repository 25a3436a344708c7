package l7

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
)

// This file decides what a flow is. The order of decision, the strongest first:
//
//	protocol     1 what payloads showed, or the IP protocol number
//	             2 an expectation that names a protocol
//	             3 a weak match
//	             4 the registry's default ports
//	             5 what an end point classifier says, such as the operator of an address
//	application  1 the user's rules of names, certificates and fingerprints, then those of end points and protocols
//	             2 what content says: label classifiers in their order (names that Tor makes up, then the catalogue's names,
//	               certificates and agents), and Ctx.SetApplication
//	             3 an expectation
//	             4 the other end point classifiers in their order (relays of Tor, networks)
//
// A user's rule of end points, see Answer.Alone, stands above all but the first for the protocol too.

// Decide classifies a flow that Stop was called for, by what its payloads showed, by what it was expected to be (see
// Flow.Expect), and by its key. It is to be called once. Nothing changes the classification afterwards.
func (e *Engine) Decide(f *Flow, k *flowkey.Key) {
	e.decideProtocol(f, k)
	if f.Confidence == ByRule {
		return
	}
	found := e.askEndpoints(f, k)
	if !found.Rule && f.applyExpectation() {
		if f.Protocol == 0 {
			f.Protocol = found.App
		}
		found.keepRule()
	}
	f.applyEndpoints(found)
}

func (e *Engine) decideProtocol(f *Flow, k *flowkey.Key) {
	number := e.tables.ip[k.Proto].named
	switch expected := f.expected.Protocol; {
	case f.Protocol == 0 && number != 0:
		f.Protocol, f.Confidence = number, ByInspection
	case f.Protocol != 0 && f.Confidence != ByPart && f.Confidence != ByShape:
		// recognised
	case expected != 0 && f.Protocol == expected:
		f.Confidence = ByPartCached
	case expected != 0:
		f.Protocol, f.Confidence = expected, ByCache
	case f.Protocol == 0:
		f.guessByPort(k)
	}
}

// guessByPort takes the protocol that the registry has for one of the flow's ports. The smaller port goes first, as that
// of the service mostly is; but that of FTP's data connections, which servers open from it to a port of no protocol, goes last.
func (f *Flow) guessByPort(k *flowkey.Key) {
	transport := categories.TransportTCP
	switch k.Proto {
	case protoTCP:
	case protoUDP, protoUDPLite:
		transport = categories.TransportUDP
	default:
		return
	}
	for _, port := range [2]uint16{min(k.PortA, k.PortB), max(k.PortA, k.PortB)} {
		if id := categories.DefaultPort(transport, port); id != 0 {
			f.Protocol, f.Confidence = id, ByPort
			if id != categories.FTPData {
				return
			}
		}
	}
}

// askEndpoints asks the end point classifiers until one names an application. Rules come first, see Tables.
func (e *Engine) askEndpoints(f *Flow, k *flowkey.Key) (found Answer) {
	for _, classify := range e.tables.endpointClassifiers {
		if found.add(classify(f, k)) {
			break
		}
	}
	return found
}

// applyExpectation takes the application and the category that the flow was expected to have, if its content named none,
// and reports whether it took an application.
func (f *Flow) applyExpectation() bool {
	x := &f.expected
	fits := f.Protocol == x.Protocol
	if x.Protocol == 0 {
		fits = f.Protocol == 0 || carriesApplications(f.Protocol)
	}
	if !fits || f.Application != 0 {
		return false
	}
	if f.category == 0 {
		f.category = x.Category
	}
	if x.Application == 0 {
		return false
	}
	f.Application = x.Application
	if f.Recognised() {
		f.Confidence = ByPartCached
	} else {
		f.Confidence = ByCache
	}
	return true
}

// applyEndpoints records what the end point classifiers found. It is a guess unless the protocol was recognised or a rule
// says so.
func (f *Flow) applyEndpoints(a Answer) {
	recognised := f.Recognised()
	f.take(a)
	if a.App == 0 {
		return
	}
	if f.Protocol == 0 || !recognised && a.Alone {
		f.Protocol = a.App
	}
	if f.Confidence < ByPart {
		f.Confidence = ByAddress
	}
}

// keepRule drops all but what a user's rule says.
func (a *Answer) keepRule() {
	category, byRule := a.Category, a.CategoryRule
	*a = Answer{}
	if byRule {
		a.Category, a.CategoryRule = category, true
	}
}
