package dns

import (
	"unicode"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// Limits on names (RFC 1035, section 2.3.4), and on the compression pointers in one.
const (
	MaxLabel    = 63
	MaxName     = 255 // with the length byte of each label and the root's
	MaxPointers = 32
)

// Name is a view of a domain name that has been found well-formed. The zero Name is the root.
type Name struct {
	data []byte // the message
	at   int
}

// readName reads a name at a cursor over the whole message. The cursor fails on a malformed name. To rule out loops, a
// compression pointer (RFC 1035, section 4.1.4) must point before the labels that it ends.
func readName(c *wire.Cursor, data []byte) Name {
	n := Name{data: data, at: c.Offset()}
	l := n.labels()
	for l.next() {
	}
	if l.bad {
		c.Fail()
		return Name{}
	}
	c.Skip(l.end - n.at)
	return n
}

// labels walks a name.
type labels struct {
	data     []byte
	label    []byte
	at       int // of the next length byte or pointer
	start    int // of the run of labels since the last pointer
	end      int // offset in the message after the name; 0 while unknown
	length   int // bytes of the name so far
	pointers int
	bad      bool
}

func (n Name) labels() labels { return labels{data: n.data, at: n.at, start: n.at} }

// next sets label to the next label, and returns false at the end or when the name is malformed.
func (l *labels) next() bool {
	for l.at < len(l.data) {
		size := int(l.data[l.at])
		switch {
		case size >= 0xc0:
			if !l.follow() {
				return l.fail()
			}
		case size > MaxLabel:
			return l.fail()
		case size == 0:
			l.finish(l.at + 1)
			return false
		default:
			return l.take(size)
		}
	}
	return l.fail()
}

func (l *labels) take(size int) bool {
	l.length += size + 1
	if l.length >= MaxName || l.at+1+size > len(l.data) {
		return l.fail()
	}
	l.label = l.data[l.at+1 : l.at+1+size]
	l.at += 1 + size
	return true
}

func (l *labels) follow() bool {
	if l.at+2 > len(l.data) || l.pointers == MaxPointers {
		return false
	}
	to := int(l.data[l.at]&0x3f)<<8 | int(l.data[l.at+1])
	if to < HeaderLength || to >= l.start {
		return false
	}
	l.finish(l.at + 2)
	l.pointers++
	l.at, l.start = to, to
	return true
}

func (l *labels) finish(end int) {
	if l.end == 0 {
		l.end = end
	}
}

func (l *labels) fail() bool {
	l.bad = true
	return false
}

// IsRoot reports whether the name has no label.
func (n Name) IsRoot() bool {
	l := n.labels()
	return !l.next()
}

// IsHost reports whether the name consists of letters, digits, hyphens and underscores: a host name (RFC 1123, section
// 2.1) or one of a service (RFC 2782). The root is none.
func (n Name) IsHost() bool {
	l := n.labels()
	count := 0
	for ; l.next(); count++ {
		for _, c := range l.label {
			if !isHostByte[c] {
				return false
			}
		}
	}
	return count > 0
}

// String returns the name as Append writes it.
func (n Name) String() string {
	var room [MaxName]byte
	return string(n.Append(room[:0]))
}

// Append appends the name's text, without a dot at the end; the root is ".". A name for which IsHost is true is in
// lower case. Any other is as sent, but that a dot or backslash in a label has a backslash before it, and a control
// character or a byte that is not UTF-8 is a backslash and three decimal digits (RFC 1035, section 5.1). It appends no
// more than 4*MaxName bytes.
func (n Name) Append(dst []byte) []byte {
	host, begin := n.IsHost(), len(dst)
	for l := n.labels(); l.next(); {
		if len(dst) > begin {
			dst = append(dst, '.')
		}
		if host {
			dst = appendLower(dst, l.label)
		} else {
			dst = appendEscaped(dst, l.label)
		}
	}
	if len(dst) == begin {
		dst = append(dst, '.')
	}
	return dst
}

func appendLower(dst, label []byte) []byte {
	for _, c := range label {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func appendEscaped(dst, label []byte) []byte {
	for len(label) > 0 {
		c := label[0]
		size := textLength(label)
		switch {
		case c == '.' || c == '\\':
			dst = append(dst, '\\', c)
			size = 1
		case size == 0:
			dst = append(dst, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
			size = 1
		default:
			dst = append(dst, label[:size]...)
		}
		label = label[size:]
	}
	return dst
}

// textLength returns the length in bytes of the character at the start of b. It is 0 for a control character and for a
// byte that is not UTF-8.
func textLength(b []byte) int {
	r, size := utf8.DecodeRune(b)
	if unicode.IsControl(r) || r == utf8.RuneError && size == 1 {
		return 0
	}
	return size
}

// appendShown appends the name in the form for flow labels: in lower case, with an empty root, and with a question mark
// for each byte that is not text.
func (n Name) appendShown(dst []byte) []byte {
	begin := len(dst)
	for l := n.labels(); l.next(); {
		if len(dst) > begin {
			dst = append(dst, '.')
		}
		dst = appendText(dst, l.label)
	}
	return dst
}

func appendText(dst, label []byte) []byte {
	for len(label) > 0 {
		size := textLength(label)
		if size == 0 {
			dst = append(dst, '?')
			size = 1
		} else {
			dst = appendLower(dst, label[:size])
		}
		label = label[size:]
	}
	return dst
}

var isHostByte = func() (t [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_" {
		t[c] = true
	}
	return t
}()
