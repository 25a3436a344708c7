// Package ssdp reads the messages by which UPnP devices find each other: HTTP in datagrams (UPnP Device Architecture 2.0,
// section 1). Whatever is returned borrows from the bytes it was read from.
package ssdp

import (
	"bytes"
	"errors"

	"github.com/nfstream/nfstream-go/l7/http"
)

// Port is the port of SSDP (section 1.2).
const Port = 1900

// ErrMalformed says that a datagram is no message of SSDP.
var ErrMalformed = errors.New("ssdp: malformed")

// Kind is what a message is for.
type Kind uint8

// The kinds.
const (
	Search   Kind = iota + 1 // M-SEARCH: who is there (section 1.3.2)
	Response                 // the answer (section 1.3.3)
	Notify                   // a device comes, changes or goes (section 1.2)
)

// Message is what a datagram says. What it does not say is nil.
type Message struct {
	Kind      Kind
	Host      []byte // whom a search or notification is for, mostly a group's address; see http.SplitAuthority
	Target    []byte // ST of a search and its response, NT of a notification
	SubType   []byte // NTS of a notification: ssdp:alive, ssdp:update, ssdp:byebye
	USN       []byte // what the device is called
	Location  []byte // of the device's description
	Server    []byte // the device's products
	UserAgent []byte // the searching program's
}

// What messages begin with.
const (
	search   = "M-SEARCH * HTTP/1."
	notify   = "NOTIFY * HTTP/1."
	response = "HTTP/1."
)

// MaybeMessage reports whether b begins as a message does.
func MaybeMessage(b []byte) bool { return kindOf(b) != 0 }

func kindOf(b []byte) Kind {
	switch {
	case bytes.HasPrefix(b, []byte(search)):
		return Search
	case bytes.HasPrefix(b, []byte(response)):
		return Response
	case bytes.HasPrefix(b, []byte(notify)):
		return Notify
	}
	return 0
}

// Parse reads a datagram, whose end may be missing. What follows the head is ignored. A notification of an event, which
// has the form of SSDP (section 4), and a response that is not to a search are ErrMalformed.
func (m *Message) Parse(b []byte) error {
	*m = Message{}
	kind := kindOf(b)
	fields, ok := head(b, kind)
	if !ok {
		return ErrMalformed
	}
	m.Kind = kind
	for fields.Next() {
		if at := m.place(fields.Name); at != nil && *at == nil {
			*at = fields.Value
		}
	}
	if !m.plausible() {
		*m = Message{}
		return ErrMalformed
	}
	return nil
}

// head returns the fields of a message.
func head(b []byte, kind Kind) (http.Fields, bool) {
	switch kind {
	case Search, Notify:
		var r http.Request
		_, err := r.Parse(b)
		return r.Fields, r.Method != nil && (err == nil || err == http.ErrMore)
	case Response:
		var r http.Response
		_, err := r.Parse(b)
		return r.Fields, r.Status == 200 && (err == nil || err == http.ErrMore)
	}
	return http.Fields{}, false
}

// place returns where the value of a field belongs, nil for one that is not kept.
func (m *Message) place(name []byte) *[]byte {
	for _, f := range [...]struct {
		name string
		at   *[]byte
	}{
		{"HOST", &m.Host}, {"ST", &m.Target}, {"NT", &m.Target}, {"NTS", &m.SubType}, {"USN", &m.USN}, {"LOCATION", &m.Location},
		{"SERVER", &m.Server}, {"USER-AGENT", &m.UserAgent},
	} {
		if len(name) == len(f.name) && bytes.EqualFold(name, []byte(f.name)) {
			return f.at
		}
	}
	return nil
}

// plausible reports whether the fields are those of SSDP.
func (m *Message) plausible() bool {
	switch m.Kind {
	case Search:
		return true
	case Response:
		return m.Target != nil || m.USN != nil
	}
	return bytes.HasPrefix(m.SubType, []byte("ssdp:")) || m.SubType == nil && m.Target != nil && m.USN != nil
}
