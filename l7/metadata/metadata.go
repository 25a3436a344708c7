// Package metadata holds what inspection read of a flow: neutral texts that any protocol may set, and a record for each
// protocol, found by its type.
//
// A program reads the record of a protocol from a flow by
//
//	if m := metadata.Get[tls.Metadata](f.Metadata()); m != nil {
//		fmt.Println(m.Version, m.JA4)
//	}
//
// A protocol declares its record, a struct of texts, numbers, times and lists of these, and its columns (see Column) beside
// its probe. Package l7 has Record, which makes the record of the flow that a probe or a session reads.
package metadata

import (
	"reflect"
	"time"
)

// Set is what was read of a flow's protocols. It belongs to one flow and does not change once the flow has ended, so that
// copies of the flow share it. The zero Set is empty.
type Set struct {
	ServerName string // SNI, HTTP host, DNS name: whatever names the server; without a port
	UserAgent  string // the client's software, as it names itself in HTTP or QUIC
	// ClientText and ServerText describe the two ends as the columns client_info and server_info show them, such as a
	// greeting. Classifiers may read them.
	ClientText, ServerText string
	Certificate            *Certificate // of the server; nil if none was seen. It is replaced, never changed

	first any   // a pointer to a record; nil without any
	more  *link // further ones, which few flows have
}

// link is a record behind another one.
type link struct {
	record any
	next   *link
}

// Certificate is what an X.509 certificate says (RFC 5280).
type Certificate struct {
	Names               string // alternative names and IP addresses, comma separated, in lower case
	Subject, Issuer     string // distinguished names, such as "O=Example, CN=a.example"
	SHA1                string // of the certificate's bytes, in hex
	NotBefore, NotAfter time.Time
	KeyType             string // of the public key: RSA, EC P-256, Ed25519 and so on
	KeyBits             uint16 // size of the public key, 0 if the type does not have one
	NameCount           uint16 // alternative names and IP addresses
	ChainLength         uint8  // certificates that the server sent, this one among them
	Named               bool   // there are alternative names, perhaps of another kind or outside of their extension
	SelfIssued          bool   // the issuer is the subject, as in a certificate that signs itself
}

// Get returns the flow's record of type T, nil if there is none or s is nil. The record is only to be read once the flow
// has ended.
func Get[T any](s *Set) *T {
	if s == nil {
		return nil
	}
	r, _ := find[*T](s)
	return r
}

// Need returns the record of type T, which it makes if there is none.
func Need[T any](s *Set) *T { return Make[*T](&s) }

// Make returns the record that P points to, of a set; it makes both if there are none. It is compiled once for all pointers, Need
// for each type.
//
//go:noinline
func Make[P any](set **Set) P {
	if *set == nil {
		*set = new(Set)
	}
	r, ok := find[P](*set)
	if !ok {
		made := reflect.New(reflect.TypeFor[P]().Elem()).Interface()
		(*set).add(made)
		r = made.(P)
	}
	return r
}

// find returns the record that P points to. Functions that are generic over pointers are compiled once for all of them.
func find[P any](s *Set) (r P, ok bool) {
	if r, ok = s.first.(P); ok {
		return r, true
	}
	for l := s.more; l != nil; l = l.next {
		if r, ok = l.record.(P); ok {
			return r, true
		}
	}
	return r, false
}

//go:noinline
func (s *Set) add(record any) {
	if s.first == nil {
		s.first = record
		return
	}
	at := &s.more
	for *at != nil {
		at = &(*at).next
	}
	*at = &link{record: record}
}

// With adds records, pointers to structs of different types, and returns s. It is for tests and for who makes flows.
func (s *Set) With(records ...any) *Set {
	for _, r := range records {
		s.add(r)
	}
	return s
}

// Records returns the number of records. A protocol that is carried by another finds the record of that one before its
// own.
func (s *Set) Records() int {
	if s.first == nil {
		return 0
	}
	n := 1
	for l := s.more; l != nil; l = l.next {
		n++
	}
	return n
}

// SetServerName sets ServerName. A ServerText that repeated the name before follows.
func (s *Set) SetServerName(name string) {
	if s.ServerText != "" && s.ServerText == s.ServerName {
		s.ServerText = name
	}
	s.ServerName = name
}

// Clone returns a copy that shares nothing with s but texts and the certificate, which do not change; nil for nil.
func (s *Set) Clone() *Set {
	if s == nil {
		return nil
	}
	c := *s
	if c.first != nil {
		c.first = clone(c.first)
	}
	for at := &c.more; *at != nil; at = &(*at).next {
		*at = &link{clone((*at).record), (*at).next}
	}
	return &c
}

// Uncompared is the type of a blank field that records have so that the compiler makes no comparison for them, 0.4 KB of a program
// each.
type Uncompared [0]func()
