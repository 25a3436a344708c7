// Package l7 classifies flows by their first payloads. An Engine asks the protocols that are possible, and lets the one that
// matches read on for metadata.
//
// A protocol is a Proto: data that lets the engine skip it, a Probe that recognises it, and perhaps a Session that reads
// what follows. Compile makes tables of protocols. Each shard has an Engine on these tables: Step inspects a payload, Stop
// ends the inspection of a flow that has ended, and Decide classifies it.
package l7

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Verdict is what a probe or a session says of the bytes it was shown.
type Verdict uint8

// The verdicts.
const (
	Reject Verdict = iota // a probe: these bytes are not of the protocol; a session: it needs no more
	More                  // a probe: undecided, call again with more bytes; a session: there is more to read
	Weak                  // a probe: they may be, unless another protocol matches; a session: as More
	Match                 // a probe: they are; a session: it needs no more
	Wrong                 // a session of a Revocable Proto: the match was wrong
)

// Transport is a set of transports that a protocol runs on.
type Transport uint8

// The transports, to be combined.
const (
	TCP Transport = 1 << iota // and every other stream
	UDP                       // and UDP-Lite
	IP                        // IP protocols by number, see Proto.IPProtocols
)

// Proto is a protocol.
type Proto struct {
	ID categories.ID
	On Transport
	// Ports are those where the protocol is tried before others, in either direction. It is tried on other ports too, unless
	// PortsOnly says that Probe rejects what has neither of its ports among them.
	Ports     []uint16
	PortsOnly bool
	// IPProtocols are the numbers of a protocol on IP (IANA, Assigned Internet Protocol Numbers). Only flows with these
	// numbers are shown to it: the payload of each packet, as a datagram.
	IPProtocols []uint8

	// The next five fields let the engine skip the call of Probe. They may exclude only payloads that Probe rejects. The more
	// precise they are, the less the protocol costs flows of other protocols.

	// First are the possible first bytes, Next the possible second to fourth bytes. Nil is any byte.
	First *ByteSet
	Next  [3]*ByteSet
	// Prefixes are the possible starts of a payload; none is any. The engine looks at four bytes of them. A payload that is
	// shorter than a prefix is possible if the prefix starts with it.
	Prefixes []string
	// Min and Max are the possible lengths of a datagram in bytes. A Max of 0 is no limit. They do not apply to TCP.
	Min, Max int

	// Probe recognises the protocol by Ctx.Data.
	//
	// For TCP, Data is everything received so far in this direction. Return More to be called again with more, up to
	// MaxPrefix bytes. The verdict must not depend on segmentation. Once every probe has rejected the bytes, the engine
	// drops them and the rest of the message. A message ends with the PSH flag, or with bytes of the other direction. The
	// next message is shown like the first one, because a protocol may change to another, and a capture may start in the
	// middle; see Ctx.Begin. While a probe says More, each later message is shown both together with the bytes before it and
	// alone; of the latter only Match and Weak count.
	//
	// For UDP and IP, Data is a datagram, which each probe sees once. A probe that rejects one is not asked again for the
	// flow's datagrams of that direction; one that was skipped is asked again. See EachDatagram. Return More to judge by
	// several datagrams, or to wait for a later one; see Scratch and FirstPayload.
	//
	// Return Weak for thin evidence, such as a magic of one byte, or a length on a port. It stands if no probe says Match
	// within the flow's limit of payloads. The flow is then of the first protocol that said Weak, with the confidence
	// ByPart. This is stronger than a guess by port. No session reads such a flow. The probe is asked again with what
	// follows, and may then say Match.
	//
	// A protocol on IP alone may have no Probe: its number is enough, and labels flows without payload too. Of several
	// protocols with the same number, the one without a Probe comes last.
	Probe func(*Ctx) Verdict
	// Shape means that Weak goes by the form of the payload alone, such as its length. The confidence is then ByShape, and a
	// Weak of a protocol without Shape is stronger.
	Shape bool
	// EachDatagram means that a rejected datagram says nothing about the next one, so that Probe is asked again: messages may
	// be damaged, or the flow may be shared with other protocols, as STUN, DTLS, QUIC and RTP do (RFC 9443).
	EachDatagram bool
	// FirstPayload is how many bytes of each direction's first payload Ctx.First shows, MaxFirstPayload at most. The engine
	// keeps them for every flow of the transport once a protocol wants them.
	FirstPayload int
	// Scratch is how many bytes of its own Probe keeps for a flow between calls, such as a sequence number or an identifier:
	// MaxScratch at most. See Ctx.Scratch.
	Scratch int
	// Session makes the reader of the flow after a Match. It reads the bytes that matched first. Nil: there is nothing to read.
	// The engine reuses sessions for other flows.
	Session func() Session
	// Revocable allows Session to return Wrong when it finds that the match was wrong. The engine then restores what it
	// knew of the flow before the match (protocol, application, category and labels), resets the session without Close, and
	// shows the bytes that the session has read to the other probes. This protocol is not tried again on the flow. For that
	// the engine keeps the first MaxPrefix bytes of each direction (UDP: the first datagrams that fit, MaxMessages+1 at
	// most); the protocol that matches next reads these and sees a gap after them. The flow is decided once more than
	// MaxWrong matches were wrong. Expectations of earlier calls (Ctx.Expect) stand. Without Revocable, Wrong ends the
	// session.
	Revocable bool
	// Columns show the protocol's record, see l7/metadata. A protocol of several Protos declares them in each.
	Columns []*metadata.Column
	// Samples are payloads that Probe matches, from the first byte to the last that it needs or beyond, for tests and
	// benchmarks. A sample that does not match alone is one side of a dialogue; another sample is the other side.
	Samples [][]byte
}

// Session reads the flow of a protocol that was recognised, up to the limits on payloads of a flow.
type Session interface {
	// Read takes the next bytes of a direction (TCP: in order, split anywhere) or a datagram, in Ctx.Data.
	Read(*Ctx) Verdict
	// Close sets the labels that are still missing: the flow has ended, or reached its limit of payloads.
	Close(*Ctx)
	// Reset clears the session for another flow.
	Reset()
}

// Answer is what a classifier says: which application a protocol carries. The zero Answer says nothing.
type Answer struct {
	App      categories.ID       // 0: not known
	Category categories.Category // in place of the application's own, 0 for that
	Rule     bool                // App is from a rule of the user, which overrides everything else
	Alone    bool                // App replaces a protocol that payloads did not show; of an EndpointClassifier only

	CategoryRule bool // Category is from a rule of the user, which overrides everything else
}

// add completes the answer by a weaker one, and reports whether the application is known now.
func (a *Answer) add(weaker Answer) bool {
	if a.Category == 0 {
		a.Category, a.CategoryRule = weaker.Category, weaker.CategoryRule
	}
	if weaker.App == 0 {
		return false
	}
	a.App, a.Rule, a.Alone = weaker.App, weaker.Rule, weaker.Alone
	return true
}

// LabelClassifier identifies the application that a protocol carries by the flow's metadata. If it gives a category alone, the
// next classifiers are asked for the application.
type LabelClassifier func(protocol categories.ID, m *metadata.Set) Answer

// EndpointClassifier identifies the application that a protocol carries by the two ends of a flow, which are in any order. The
// flow has ended and shows what is known so far; its protocol may be guessed by port, or 0. If the classifier gives a category
// alone, the next ones are asked for the application.
type EndpointClassifier func(f *Flow, k *flowkey.Key) Answer

// ByteSet is a set of bytes.
type ByteSet [4]uint64

// Bytes returns the set of the given bytes.
//
//go:noinline
func Bytes(bytes ...byte) *ByteSet {
	var s ByteSet
	for _, b := range bytes {
		s[b>>6] |= 1 << (b & 63)
	}
	return &s
}

// Has reports whether b is in the set.
func (s *ByteSet) Has(b byte) bool { return s[b>>6]>>(b&63)&1 != 0 }
