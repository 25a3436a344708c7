package files

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ntlm"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// SMB is what was read of SMB.
type SMB struct {
	_ metadata.Uncompared

	Dialect string // that the server chose: "NT LM 0.12" and earlier ones in version 1, then "2.0.2" to "3.1.1"
	Share   string // the first path that the client connects to, IPC$ only if there is no other
	Domain  string // of the user
	User    string // that logs in
	Host    string // name of the client
	Server  string // name of the server, as its challenge has it
}

func smbColumns() []*metadata.Column {
	return metadata.TextColumns(`smb_dialect* dialect that the server chose, such as NT LM 0.12 or 3.1.1
smb_share first path that the client connects to, IPC$ only if there is no other
smb_domain* domain of the user
smb_user user that logs in
smb_host name of the client
smb_server name of the server, in its challenge`, func(m *SMB, i int) string {
		return [...]string{m.Dialect, m.Share, m.Domain, m.User, m.Host, m.Server}[i]
	})
}

// Commands of version 1 (MS-CIFS, section 2.2.2.1).
const (
	smbTreeConnect  = 0x70
	smbNegotiate    = 0x72
	smbSessionSetup = 0x73
	smbTreeAndX     = 0x75
	smbNoMore       = 0xff
)

const (
	smbHeader = 32

	maxSMBText     = 256
	maxSMBDialects = 1 << 10
	maxSMBAndX     = 4 // commands of a message that are read
)

// read1 reads a message of version 1 (MS-CIFS, section 2.2.3.1), and reports whether no more is of interest.
func (s *smbSession) read1(c *l7.Ctx, b []byte) (done bool) {
	response, unicode := b[9]&0x80 != 0, b[11]&0x80 != 0
	command, at := b[4], smbHeader
	for range maxSMBAndX {
		words, data, ok := smbBlock(b[at:])
		if !ok {
			break
		}
		switch command {
		case smbNegotiate:
			s.negotiate(c, response, words, data)
		case smbSessionSetup:
			readSetup(c, response, unicode, words, data)
		case smbTreeConnect, smbTreeAndX:
			if !response && readTree(c, command, unicode, words, data) {
				return true
			}
		}
		if (command != smbSessionSetup && command != smbTreeAndX) || len(words) < 4 || words[0] == smbNoMore {
			break
		}
		next := int(binary.LittleEndian.Uint16(words[2:]))
		if next <= at || next >= len(b) {
			break
		}
		command, at = words[0], next
	}
	return false
}

// smbBlock returns the parameters and the data of a command, the latter as far as they are there.
func smbBlock(b []byte) (words, data []byte, ok bool) {
	if len(b) == 0 || len(b) < 1+2*int(b[0])+2 {
		return nil, nil, false
	}
	words, data = b[1:1+2*int(b[0])], b[1+2*int(b[0])+2:]
	return words, data[:min(len(data), int(binary.LittleEndian.Uint16(b[1+len(words):])))], true
}

// negotiate reads the dialects that a client offers, or which of them a server chose (MS-CIFS, section 2.2.4.52).
func (s *smbSession) negotiate(c *l7.Ctx, response bool, words, data []byte) {
	if !response {
		s.dialects = append(s.dialects[:0], data[:min(len(data), maxSMBDialects)]...)
		return
	}
	if len(words) < 2 {
		return
	}
	left := s.dialects
	for range int(binary.LittleEndian.Uint16(words)) {
		_, rest, ok := bytes.Cut(left, []byte{0})
		if left = rest; !ok {
			return
		}
	}
	if dialect, _, ok := bytes.Cut(left, []byte{0}); ok && len(dialect) > 1 && dialect[0] == 2 {
		l7.Record[SMB](c).Dialect = string(dialect[1:min(len(dialect), maxSMBText)])
	}
}

// readSetup reads a user that logs in, or the challenge to one (MS-CIFS, section 2.2.4.53; MS-SMB, section 2.2.4.6).
func readSetup(c *l7.Ctx, response, unicode bool, words, data []byte) {
	switch {
	case response || len(words) == 24: // extended security
		readNTLM(c, data)
	case len(words) == 26:
		passwords := int(binary.LittleEndian.Uint16(words[14:])) + int(binary.LittleEndian.Uint16(words[16:]))
		r := smbTexts{data: data[min(len(data), passwords):], unicode: unicode}
		r.align(smbHeader + 1 + len(words) + 2 + passwords)
		if user, domain := r.next(), r.next(); user != "" {
			m := l7.Record[SMB](c)
			m.User, m.Domain = user, domain
		}
	}
}

// readTree reads the path of a share (MS-CIFS, sections 2.2.4.50 and 2.2.4.55), and reports whether no more is of interest.
func readTree(c *l7.Ctx, command byte, unicode bool, words, data []byte) (done bool) {
	r := smbTexts{data: data, unicode: unicode}
	switch {
	case command == smbTreeConnect && len(data) > 0:
		r = smbTexts{data: data[1:]} // behind the format
	case len(words) == 8:
		password := int(binary.LittleEndian.Uint16(words[6:]))
		r.data = data[min(len(data), password):]
		r.align(smbHeader + 1 + len(words) + 2 + password)
	default:
		return false
	}
	return setShare(c, r.next())
}

// setShare notes a share, and reports whether it is one that a user asks for.
func setShare(c *l7.Ctx, path string) (done bool) {
	done = path != "" && !strings.HasSuffix(path, "IPC$")
	if path == "" {
		return false
	}
	if m := l7.Record[SMB](c); done || m.Share == "" {
		m.Share = path
	}
	return done
}

func readNTLM(c *l7.Ctx, b []byte) {
	n, ok := ntlm.Find(b)
	if !ok {
		return
	}
	m := l7.Record[SMB](c)
	if n.Server != "" {
		m.Server = n.Server
		return
	}
	if m.User == "" {
		m.Domain, m.User, m.Host = n.Domain, n.User, n.Host
	}
}

// smbTexts reads texts that end with a zero.
type smbTexts struct {
	data    []byte
	unicode bool
}

// align passes over the byte that lets texts in UTF-16 begin at even offsets, where they begin at an offset.
func (r *smbTexts) align(offset int) {
	if r.unicode && offset&1 != 0 && len(r.data) > 0 {
		r.data = r.data[1:]
	}
}

// next returns the next text, empty if it is not whole.
func (r *smbTexts) next() string {
	if !r.unicode {
		text, rest, ok := bytes.Cut(r.data, []byte{0})
		if r.data = rest; !ok {
			return ""
		}
		return string(text[:min(len(text), maxSMBText)])
	}
	for i := 0; i+1 < len(r.data); i += 2 {
		if r.data[i] == 0 && r.data[i+1] == 0 {
			text := r.data[:min(i, maxSMBText)]
			r.data = r.data[i+2:]
			return wire.UTF16(text)
		}
	}
	r.data = nil
	return ""
}

// Commands of version 2 (MS-SMB2, section 2.2.1.2).
const (
	smb2Negotiate    = 0
	smb2SessionSetup = 1
	smb2TreeConnect  = 3
	smb2Header       = 64
)

// readSMB2 reads messages of version 2 that follow one another, and reports whether no more is of interest.
func readSMB2(c *l7.Ctx, b []byte) (done bool) {
	for len(b) >= smb2Header+8 && b[0] == 0xfe {
		response := b[16]&1 != 0
		body := b[smb2Header:]
		switch command := binary.LittleEndian.Uint16(b[12:]); {
		case command == smb2Negotiate && response:
			if dialect := smb2Dialect(binary.LittleEndian.Uint16(body[4:])); dialect != "" {
				l7.Record[SMB](c).Dialect = dialect
			}
		case command == smb2SessionSetup:
			readNTLM(c, body)
		case command == smb2TreeConnect && !response:
			at, n := int(binary.LittleEndian.Uint16(body[4:])), int(binary.LittleEndian.Uint16(body[6:]))
			if at >= smb2Header && at+n <= len(b) && setShare(c, wire.UTF16(b[at:at+min(n, 2*maxSMBText)])) {
				return true
			}
		}
		next := binary.LittleEndian.Uint32(b[20:])
		if next < smb2Header || int64(next) > int64(len(b)) {
			break
		}
		b = b[next:]
	}
	return false
}

// smb2Dialect returns the name of a dialect (MS-SMB2, section 2.2.4), empty for the wildcard, after which both sides negotiate
// again, and for what is none.
func smb2Dialect(revision uint16) string {
	switch revision {
	case 0x0202:
		return "2.0.2"
	case 0x0210:
		return "2.1"
	case 0x0300:
		return "3.0"
	case 0x0302:
		return "3.0.2"
	case 0x0311:
		return "3.1.1"
	}
	return ""
}
