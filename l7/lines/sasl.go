package lines

import (
	"bytes"
	"encoding/base64"

	"github.com/nfstream/nfstream-go/l7"
)

// login follows a SASL exchange (RFC 4422): after the mechanism, the next line or two of the same side.
type login struct {
	mechanism mechanism
	dir       uint8
	asked     bool // LOGIN: the user was sent, the password comes next
}

type mechanism uint8

const (
	noMechanism mechanism = iota
	plain                 // RFC 4616, section 2: identity, user and password, each after a zero
	byTurns               // LOGIN (draft-murchison-sasl-login-00, section 2): user, then password
	challenge             // CRAM-MD5 (RFC 2195, section 2): user, a space and a digest
	bearer                // OAUTHBEARER (RFC 7628, section 3.1) and XOAUTH2: a user among other texts
)

// mechanismOf returns the mechanism of a name.
func mechanismOf(name []byte) mechanism {
	switch {
	case bytes.EqualFold(name, []byte("PLAIN")):
		return plain
	case bytes.EqualFold(name, []byte("LOGIN")):
		return byTurns
	case bytes.EqualFold(name, []byte("CRAM-MD5")):
		return challenge
	case bytes.EqualFold(name, []byte("OAUTHBEARER")), bytes.EqualFold(name, []byte("XOAUTH2")):
		return bearer
	}
	return noMechanism
}

// begin takes the arguments of AUTH: a mechanism and perhaps a first response. It reports whether more lines are needed.
func (s *session) begin(c *l7.Ctx, arguments []byte) (open bool) {
	name, initial, _ := bytes.Cut(bytes.TrimSpace(arguments), []byte{' '})
	s.login = login{mechanism: mechanismOf(name), dir: c.Dir}
	if initial = bytes.TrimSpace(initial); len(initial) > 0 && s.login.mechanism != noMechanism {
		s.respond(c, initial)
	}
	return s.login.mechanism != noMechanism
}

// respond takes a line of the side that logs in. The exchange ends with the last one that is of interest.
func (s *session) respond(c *l7.Ctx, line []byte) {
	message := make([]byte, base64.RawStdEncoding.DecodedLen(len(line)))
	n, _ := base64.RawStdEncoding.Decode(message, bytes.TrimRight(line, "="))
	message = message[:n]
	of, tell := s.login.mechanism, s.dialogue.Login
	s.login.mechanism = noMechanism
	switch of {
	case plain:
		_, message, _ = bytes.Cut(message, []byte{0})
		user, password, _ := bytes.Cut(message, []byte{0})
		tell(c, bound(user), bound(password))
	case byTurns:
		if s.login.asked {
			tell(c, nil, bound(message))
			return
		}
		if string(line) == "*" { // cancelled (RFC 4954, section 4)
			return
		}
		tell(c, bound(message), nil)
		s.login.mechanism, s.login.asked = byTurns, true
	case challenge:
		user, _, _ := bytes.Cut(message, []byte{' '})
		tell(c, bound(user), nil)
	case bearer:
		tell(c, bound(bearerUser(message)), nil)
	}
}

// bearerUser returns the user of XOAUTH2's "user=" or of OAUTHBEARER's "a=".
func bearerUser(message []byte) []byte {
	for _, mark := range []string{"user=", "a="} {
		if at := bytes.Index(message, []byte(mark)); at >= 0 {
			message = message[at+len(mark):]
			if end := bytes.IndexAny(message, "\x01,"); end >= 0 {
				message = message[:end]
			}
			return message
		}
	}
	return nil
}

func bound(b []byte) []byte { return b[:min(len(b), maxArgument)] }
