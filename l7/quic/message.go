package quic

import (
	"encoding/binary"
	"iter"
)

// Tag names a message of Google's handshake, or a value in it: up to four letters.
type Tag [4]byte

// The tags that the package reads.
var (
	TagCHLO = Tag{'C', 'H', 'L', 'O'}
	TagSHLO = Tag{'S', 'H', 'L', 'O'}
	TagREJ  = Tag{'R', 'E', 'J'}
	TagSNI  = Tag{'S', 'N', 'I'}
	TagUAID = Tag{'U', 'A', 'I', 'D'}
	TagVER  = Tag{'V', 'E', 'R'}
	TagALPN = Tag{'A', 'L', 'P', 'N'}
	TagPAD  = Tag{'P', 'A', 'D'}
)

// String returns the tag's letters.
func (t Tag) String() string {
	n := len(t)
	for n > 0 && t[n-1] == 0 {
		n--
	}
	return string(t[:n])
}

const (
	messageStart = 8 // tag, number of entries, two bytes of nothing
	entryLength  = 8 // tag and end offset
	maxEntries   = 128
)

// Message is a message of Google's handshake. Its slices are borrowed.
type Message struct {
	Tag     Tag
	entries []byte
	values  []byte
}

// ParseMessage parses a message. If the message is truncated, its later values are missing. The error is ErrNotQUIC if
// data does not begin with a CHLO, SHLO or REJ, and ErrMalformed if its index ends early or is too long.
func ParseMessage(data []byte) (m Message, err error) {
	if len(data) < messageStart {
		return m, ErrMalformed
	}
	m.Tag = Tag(data)
	if m.Tag != TagCHLO && m.Tag != TagSHLO && m.Tag != TagREJ {
		return m, ErrNotQUIC
	}
	n := int(binary.LittleEndian.Uint16(data[4:]))
	if n > maxEntries || len(data) < messageStart+n*entryLength {
		return m, ErrMalformed
	}
	m.entries = data[messageStart : messageStart+n*entryLength]
	m.values = data[messageStart+n*entryLength:]
	return m, nil
}

// All yields the values in order, up to the first that is cut or that contradicts the one before.
func (m *Message) All() iter.Seq2[Tag, []byte] {
	return func(yield func(Tag, []byte) bool) {
		begin := uint32(0)
		for e := m.entries; len(e) >= entryLength; e = e[entryLength:] {
			end := binary.LittleEndian.Uint32(e[4:])
			if end < begin || uint64(end) > uint64(len(m.values)) || !yield(Tag(e), m.values[begin:end:end]) {
				return
			}
			begin = end
		}
	}
}

// Find returns the value of a tag, and whether there is one.
func (m *Message) Find(t Tag) ([]byte, bool) {
	for tag, value := range m.All() {
		if tag == t {
			return value, true
		}
	}
	return nil, false
}

// lists reports whether the index has a tag, even if the value is cut.
func (m *Message) lists(t Tag) bool {
	for e := m.entries; len(e) >= entryLength; e = e[entryLength:] {
		if Tag(e) == t {
			return true
		}
	}
	return false
}

// ServerName returns the host that the client asks for, or nil if it names none.
func (m *Message) ServerName() []byte { return m.value(TagSNI) }

// UserAgent returns the client's user agent, or nil if it sends none.
func (m *Message) UserAgent() []byte { return m.value(TagUAID) }

func (m *Message) value(t Tag) []byte {
	value, _ := m.Find(t)
	return value
}
