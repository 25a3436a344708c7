//go:build !tiny

package http

import (
	"bytes"
	"encoding/base64"

	"github.com/nfstream/nfstream-go/l7"
)

// Credentials returns the user and the password of an Authorization or Proxy-Authorization: those of Basic (RFC 7617, section 2),
// and the user of Digest (RFC 7616, section 3.4), which has no password. Other schemes name no user. The user is borrowed for
// Digest, else both are new. Of more than 4 KiB only the start is read.
func Credentials(authorization []byte) (user, password []byte) {
	scheme, rest, _ := bytes.Cut(authorization, []byte{' '})
	switch rest = trimBlank(rest); {
	case foldEqual(scheme, "basic"):
		pair := make([]byte, base64.RawStdEncoding.DecodedLen(min(len(rest), maxBasic)))
		n, _ := base64.RawStdEncoding.Decode(pair, bytes.TrimRight(rest[:min(len(rest), maxBasic)], "="))
		user, password, _ = bytes.Cut(pair[:n], []byte{':'})
		return user, password
	case foldEqual(scheme, "digest"):
		return Parameter(rest, "username"), nil
	}
	return nil, nil
}

const maxBasic = 4 << 10

// Parameter returns the value of a parameter, named in lower case, of a list that commas or semicolons separate (RFC 9110, section
// 5.6.6), borrowed and without quotes. It is nil if there is none.
func Parameter(list []byte, lower string) []byte {
	for len(list) > 0 {
		name, rest, found := bytes.Cut(list, []byte{'='})
		if !found {
			return nil
		}
		if at := bytes.LastIndexAny(name, ",;"); at >= 0 {
			name = name[at+1:]
		}
		value, after := parameterValue(trimBlank(rest))
		if foldEqual(trimBlank(name), lower) {
			return value
		}
		list = after
	}
	return nil
}

// parameterValue returns the value at the start of b, and what follows it.
func parameterValue(b []byte) (value, after []byte) {
	if len(b) > 0 && b[0] == '"' {
		for i := 1; i < len(b); i++ {
			switch b[i] {
			case '\\':
				i++
			case '"':
				return b[1:i], b[i+1:]
			}
		}
		return b[1:], nil
	}
	if end := bytes.IndexAny(b, ",;"); end >= 0 {
		return trimBlank(b[:end]), b[end:]
	}
	return trimBlank(b), nil
}

// FileName returns the name of a file that a Content-Disposition has (RFC 6266, section 4.3), as sent: of filename* the name behind
// its character set and language (RFC 8187, section 3.2). It is borrowed, and nil if there is none.
func FileName(disposition []byte) []byte {
	_, list, _ := bytes.Cut(disposition, []byte{';'})
	if name := Parameter(list, "filename"); name != nil {
		return name
	}
	name := Parameter(list, "filename*")
	if _, rest, ok := bytes.Cut(name, []byte{'\''}); ok {
		if _, rest, ok = bytes.Cut(rest, []byte{'\''}); ok {
			return rest
		}
	}
	return name
}

// addCredentials adds the user of a request and, if passwords are kept, the password.
func (t *text) addCredentials(c *l7.Ctx, r *Request) {
	authorization := r.Authorization
	if authorization == nil {
		authorization = r.ProxyAuthorization
	}
	if authorization == nil {
		return
	}
	user, password := Credentials(authorization)
	if len(user) == 0 {
		return
	}
	x := l7.Record[Rare](c)
	t.add(&x.User, cut(user))
	if c.KeepsPasswords() {
		t.add(&x.Password, cut(password))
	}
}

// addCredentials sets the user of a request and, if passwords are kept, the password.
func (r *H2Head) addCredentials(c *l7.Ctx) {
	user, password := Credentials([]byte(r.Authorization))
	if len(user) == 0 {
		return
	}
	x := l7.Record[Rare](c)
	if x.User = string(cut(user)); c.KeepsPasswords() {
		x.Password = string(cut(password))
	}
}
