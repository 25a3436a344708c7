package http

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7"
)

// text makes several strings of one: add them, then share.
type text struct {
	all  []byte
	to   []*string
	ends []int
}

// add adds the value of a field.
func (t *text) add(to *string, b []byte) {
	t.all = AppendUnfolded(t.all, b)
	t.mark(to)
}

// addURL adds the URL of a request, without a password in it unless passwords are kept.
func (t *text) addURL(c *l7.Ctx, to *string, r *Request) {
	begin := len(t.all)
	t.all = r.AppendURL(t.all)
	if from, end := passwordIn(t.all[begin:]); end > from && !c.KeepsPasswords() {
		t.all = append(t.all[:begin+from], t.all[begin+end:]...)
	}
	t.mark(to)
}

// passwordIn returns where the colon and the password are in the userinfo of an absolute URL (RFC 3986, section 3.2.1), 0 and 0
// without one.
func passwordIn(url []byte) (from, end int) {
	authority, ok := absolute(url)
	at := bytes.LastIndexByte(authority, '@')
	if !ok || at < 0 {
		return 0, 0
	}
	colon := bytes.IndexByte(authority[:at], ':')
	if colon < 0 {
		return 0, 0
	}
	begin := bytes.Index(url, []byte("://")) + len("://")
	return begin + colon, begin + at
}

func (t *text) addLower(to *string, b []byte) {
	t.all = appendLower(t.all, b)
	t.mark(to)
}

// addCredentials adds the user of a request and, if passwords are kept, the password.
func (t *text) addCredentials(c *l7.Ctx, h *Metadata, r *Request) {
	authorization := r.Authorization
	if authorization == nil {
		authorization = r.ProxyAuthorization
	}
	if authorization == nil {
		return
	}
	user, password := Credentials(authorization)
	t.add(&h.User, cut(user))
	if c.KeepsPasswords() {
		t.add(&h.Password, cut(password))
	}
}

// cut bounds the value of a field that is kept.
func cut(b []byte) []byte { return b[:min(len(b), maxField)] }

// appendLower appends b with ASCII in lower case.
func appendLower(dst, b []byte) []byte {
	for _, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func (t *text) mark(to *string) {
	t.to, t.ends = append(t.to, to), append(t.ends, len(t.all))
}

// share sets the strings and forgets where they are.
func (t *text) share() {
	all, begin := string(t.all), 0
	for i, to := range t.to {
		*to = all[begin:t.ends[i]]
		begin = t.ends[i]
	}
	clear(t.to)
	if cap(t.all) > keepBuffer {
		t.all = nil
	}
	t.all, t.to, t.ends = t.all[:0], t.to[:0], t.ends[:0]
}
