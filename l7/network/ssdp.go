package network

import (
	"bytes"
	"errors"

	"github.com/nfstream/nfstream-go/l7/http"
)

// SSDP: the messages by which UPnP devices find each other, HTTP in datagrams (UPnP Device Architecture 2.0, section 1).

// SSDPPort is the port of SSDP (section 1.2).
const SSDPPort = 1900

// ErrSSDP says that a datagram is not a message of SSDP.
var ErrSSDP = errors.New("network: no message of SSDP")

// SSDPKind is what a message of SSDP is for.
type SSDPKind uint8

// The kinds.
const (
	SSDPSearch   SSDPKind = iota + 1 // M-SEARCH: who is there (section 1.3.2)
	SSDPResponse                     // the answer (section 1.3.3)
	SSDPNotify                       // a device comes, changes or goes (section 1.2)
)

// SSDPMessage is what a datagram says. What it does not say is nil.
type SSDPMessage struct {
	Kind      SSDPKind
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
	ssdpSearch   = "M-SEARCH * HTTP/1."
	ssdpNotify   = "NOTIFY * HTTP/1."
	ssdpResponse = "HTTP/1."
)

// MaybeSSDP reports whether b begins as a message does.
func MaybeSSDP(b []byte) bool { return ssdpKindOf(b) != 0 }

func ssdpKindOf(b []byte) SSDPKind {
	switch {
	case bytes.HasPrefix(b, []byte(ssdpSearch)):
		return SSDPSearch
	case bytes.HasPrefix(b, []byte(ssdpResponse)):
		return SSDPResponse
	case bytes.HasPrefix(b, []byte(ssdpNotify)):
		return SSDPNotify
	}
	return 0
}

// Parse parses a datagram, which may be truncated. It ignores the bytes after the head. It returns ErrSSDP for an event
// notification, which has the form of SSDP (section 4), and for a response to anything but a search.
func (m *SSDPMessage) Parse(b []byte) error {
	*m = SSDPMessage{}
	kind := ssdpKindOf(b)
	fields, ok := ssdpHead(b, kind)
	if !ok {
		return ErrSSDP
	}
	m.Kind = kind
	for fields.Next() {
		if at := m.place(fields.Name); at != nil && *at == nil {
			*at = fields.Value
		}
	}
	if !m.plausible() {
		*m = SSDPMessage{}
		return ErrSSDP
	}
	return nil
}

// ssdpHead returns the fields of a message.
func ssdpHead(b []byte, kind SSDPKind) (http.Fields, bool) {
	switch kind {
	case SSDPSearch, SSDPNotify:
		var r http.Request
		_, err := r.Parse(b)
		return r.Fields, r.Method != nil && (err == nil || err == http.ErrMore)
	case SSDPResponse:
		var r http.Response
		_, err := r.Parse(b)
		return r.Fields, r.Status == 200 && (err == nil || err == http.ErrMore)
	}
	return http.Fields{}, false
}

// place returns where the value of a field belongs, nil for one that is not kept.
func (m *SSDPMessage) place(name []byte) *[]byte {
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
func (m *SSDPMessage) plausible() bool {
	switch m.Kind {
	case SSDPSearch:
		return true
	case SSDPResponse:
		return m.Target != nil || m.USN != nil
	}
	return bytes.HasPrefix(m.SubType, []byte("ssdp:")) || m.SubType == nil && m.Target != nil && m.USN != nil
}
