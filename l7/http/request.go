package http

import "bytes"

// Request is a view of the head of a request. What the head does not say is nil.
type Request struct {
	Method  []byte
	Target  []byte // as sent (RFC 9112, section 3.2)
	Version Version

	Host        []byte // the Host field, with the port if it has one; see Authority
	UserAgent   []byte
	ContentType []byte // with its parameters; see MediaType
	Referer     []byte
	Origin      []byte
	Upgrade     []byte // the protocols offered (RFC 9110, section 7.8); see UpgradeOf

	ForwardedFor                      []byte // X-Forwarded-For: the client and the proxies, comma separated
	Authorization, ProxyAuthorization []byte // RFC 9110, sections 11.6.2 and 11.7.2; see Credentials
	Framing
	Fields Fields // all fields
}

// Parse parses the head at the start of data, which r borrows, and returns its length. The error is ErrMore,
// ErrMalformed or ErrTooLong. With ErrMore data ends before the head, and r holds the values of the complete lines. The
// first of several fields with the same name counts.
func (r *Request) Parse(data []byte) (int, error) {
	*r = Request{Framing: Framing{ContentLength: -1}}
	if !MaybeRequest(data) {
		return 0, ErrMalformed
	}
	head := skipEmpty(data)
	l := lines{data: head}
	line, err := l.next()
	if err == nil {
		err = r.start(line)
	}
	if err != nil {
		return 0, err
	}
	r.Fields = Fields{lines: l}
	fields := r.Fields
	for fields.Next() {
		r.field(fields.Name, fields.Value)
	}
	if fields.err != nil {
		return 0, fields.err
	}
	return len(data) - len(head) + fields.lines.at, nil
}

// start reads the request line (RFC 9112, section 3). A target may have spaces in it, or be
// nothing but spaces, which is wrong but occurs.
func (r *Request) start(line []byte) error {
	first, last := bytes.IndexByte(line, ' '), bytes.LastIndexByte(line, ' ')
	if last <= first+1 {
		return ErrMalformed
	}
	version, ok := parseVersion(line[last+1:])
	target := bytes.TrimLeft(line[first+1:last], " ")
	if !ok || !isText(target) {
		return ErrMalformed
	}
	r.Method, r.Target, r.Version = line[:first:first], target, version
	return nil
}

func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

func (r *Request) field(name, value []byte) {
	switch len(name) {
	case len("host"):
		set(&r.Host, name, "host", value)
	case len("origin"):
		set(&r.Origin, name, "origin", value)
	case len("referer"):
		set(&r.Referer, name, "referer", value)
		set(&r.Upgrade, name, "upgrade", value)
	case len("user-agent"):
		set(&r.UserAgent, name, "user-agent", value)
	case len("content-type"):
		set(&r.ContentType, name, "content-type", value)
	case len("authorization"):
		set(&r.Authorization, name, "authorization", value)
	case len("x-forwarded-for"):
		set(&r.ForwardedFor, name, "x-forwarded-for", value)
	case len("proxy-authorization"):
		set(&r.ProxyAuthorization, name, "proxy-authorization", value)
	default:
		r.Framing.field(name, value)
	}
}

// set sets a field of a view to the first value there is.
func set(to *[]byte, name []byte, want string, value []byte) {
	if *to == nil && foldEqual(name, want) {
		*to = value
	}
}

// foldEqual compares a name with one that is in lower case.
func foldEqual(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c != lower[i] && (c < 'A' || 'Z' < c || c|0x20 != lower[i]) {
			return false
		}
	}
	return true
}
