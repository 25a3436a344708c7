package rpc

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ntlm"
)

// DCERPC is the interface of the first bind or call.
type DCERPC struct {
	_ metadata.Uncompared

	Interface string // its UUID
	User      string // by NTLM
}

func dceColumns() []*metadata.Column {
	return metadata.TextColumns(`dcerpc_interface UUID of the first interface that is bound or called
dcerpc_user user that logs in by NTLM`, func(m *DCERPC, i int) string {
		return [...]string{m.Interface, m.User}[i]
	})
}

// dceDialogue reads a bind and the authentication that follows it (The Open Group C706, sections 12.6.3.1 and 12.6.4.3).
var dceDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
		switch {
		case len(b) > 0 && b[0] != 5:
			return -1
		case len(b) < 10:
			return 0
		}
		return dceFragment(b)
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		const bind, alter, auth3 = 11, 14, 16
		switch {
		case (b[2] == bind || b[2] == alter) && len(b) >= 48 && metadata.Get[DCERPC](c.Metadata()) == nil:
			l7.Record[DCERPC](c).Interface = uuid(b[32:48], b[4]&0xf0 != 0)
		case b[2] == 0: // a request
			return true
		}
		if n, ok := ntlm.Find(b[16:]); ok && n.User != "" && (b[2] == auth3 || b[2] == bind || b[2] == alter) {
			l7.Record[DCERPC](c).User = n.User
			return true
		}
		return false
	},
}

func dceFragment(b []byte) int {
	length := int(binary.BigEndian.Uint16(b[8:]))
	if b[4]&0xf0 != 0 {
		length = int(binary.LittleEndian.Uint16(b[8:]))
	}
	if length < 16 {
		return -1
	}
	return length
}

// uuid returns a UUID as text; its first three fields are in the order of bytes of the message.
func uuid(b []byte, little bool) string {
	const digits = "0123456789abcdef"
	order := [...]uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	if little {
		order = [...]uint8{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15}
	}
	text := make([]byte, 0, 36)
	for i, at := range order {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text = append(text, '-')
		}
		text = append(text, digits[b[at]>>4], digits[b[at]&0xf])
	}
	return string(text)
}

// DICOM is what the client asks for.
type DICOM struct {
	_ metadata.Uncompared

	Called, Calling string
}

func dicomColumns() []*metadata.Column {
	return metadata.TextColumns(`dicom_called title of the application entity that is called
dicom_calling title of the application entity that calls`, func(m *DICOM, i int) string {
		return [...]string{m.Called, m.Calling}[i]
	})
}

func readDICOM(c *l7.Ctx) {
	m := l7.Record[DICOM](c)
	m.Called, m.Calling = string(bytes.TrimSpace(c.Data[10:26])), string(bytes.TrimSpace(c.Data[26:42]))
}
