package dns

import "github.com/nfstream/nfstream-go/l7/wire"

// EDNS is what the OPT record of a message says (RFC 6891, section 6.1).
type EDNS struct {
	UDPSize  uint16 // the largest UDP payload that the sender accepts
	RCode    RCode  // all twelve bits
	Version  uint8
	DNSSECOK bool
	Data     []byte // the options, borrowed
}

// EDNS returns what the first OPT record says, and false if there is none.
func (m *Message) EDNS() (EDNS, bool) {
	if m.Additionals == 0 {
		return EDNS{}, false
	}
	for r := m.EachRecord(); r.Next(); {
		if r.Section == AdditionalSection && r.Type == TypeOPT && r.Name.IsRoot() {
			return EDNS{
				UDPSize:  uint16(r.Class),
				RCode:    RCode(r.TTL>>24)<<4 | m.RCode,
				Version:  uint8(r.TTL >> 16),
				DNSSECOK: r.TTL&0x8000 != 0,
				Data:     r.Data,
			}, true
		}
	}
	return EDNS{}, false
}

// fullRCode returns the response code with the bits that EDNS has: of an error, which comes without answers.
func (m *Message) fullRCode() RCode {
	if m.Answers == 0 {
		if e, ok := m.EDNS(); ok {
			return e.RCode
		}
	}
	return m.RCode
}

// Options walks EDNS options.
type Options struct {
	Code uint16
	Data []byte // borrowed
	c    wire.Cursor
}

// EachOption returns a walk over the options.
func (e *EDNS) EachOption() Options { return Options{c: wire.NewCursor(e.Data)} }

// Next reads the next option, and returns false when there is none or it is cut short.
func (o *Options) Next() bool {
	if o.c.Len() == 0 {
		return false
	}
	o.Code = o.c.Uint16()
	b := o.c.Block16()
	o.Data = b.Rest()
	return o.c.OK()
}
