// Package ssh reads what both sides of an SSH connection say before they encrypt: their banners and the algorithms that
// they offer, and makes the fingerprints HASSH and HASSHServer of these. Whatever is returned borrows from the bytes it
// was read from.
package ssh

import (
	"bytes"
	"errors"
)

// Limits. What is beyond them is ErrTooLong.
const (
	MaxBanner   = 255     // bytes of a banner with its end, less padding (RFC 4253, section 4.2)
	MaxPadding  = 255     // NUL bytes that pad a banner, within its line and again after it
	MaxPreamble = 1 << 13 // bytes of the lines that a server may send before its banner
	MaxPacket   = 35000   // bytes of a packet (RFC 4253, section 6.1)
)

// Port is the port of SSH (RFC 4253, section 4.1).
const Port = 22

// What parsing may end with.
var (
	ErrMore      = errors.New("ssh: incomplete")
	ErrMalformed = errors.New("ssh: malformed")
	ErrTooLong   = errors.New("ssh: beyond its limits")
)

const prefix = "SSH-"

// Banner is a view of the line by which a side identifies itself (RFC 4253, section 4.2).
type Banner struct {
	Line     []byte // whole, without its end and padding: SSH-2.0-OpenSSH_9.6 comments
	Version  []byte // of the protocol: 2.0, 1.99, 1.5
	Software []byte
	Comments []byte // nil: none
}

// MaybeBanner reports whether b, the first bytes of a side, can begin a banner. The lines that a server may send before
// it could be of any protocol, and are not taken for SSH here.
func MaybeBanner(b []byte) bool {
	n := min(len(b), len(prefix))
	return string(b[:n]) == prefix[:n]
}

// Parse parses the banner at the start of data, which b borrows. It returns the banner's length including the end of
// the line, which is CR LF, or LF alone from old senders. Line excludes NUL bytes before that end, which some senders
// add as padding. The error is ErrMore, ErrMalformed or ErrTooLong.
func (b *Banner) Parse(data []byte) (int, error) {
	*b = Banner{}
	if !MaybeBanner(data) {
		return 0, ErrMalformed
	}
	limit := MaxBanner
	if bytes.IndexByte(data[:min(len(data), MaxBanner)], 0) >= 0 {
		limit += MaxPadding
	}
	end := bytes.IndexByte(data[:min(len(data), limit)], '\n')
	switch {
	case end < 0 && len(data) >= limit:
		return 0, ErrTooLong
	case end < 0:
		return 0, ErrMore
	}
	line := bytes.TrimRight(data[:end], "\r\x00")
	if !b.line(line) {
		*b = Banner{}
		return 0, ErrMalformed
	}
	return end + 1, nil
}

func (b *Banner) line(line []byte) (ok bool) {
	b.Line = line
	if b.Version, b.Software, ok = bytes.Cut(line[len(prefix):], []byte{'-'}); !ok || !isVersion(b.Version) {
		return false
	}
	if software, comments, ok := bytes.Cut(b.Software, []byte{' '}); ok {
		b.Software, b.Comments = software, comments
	}
	for _, c := range line {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// isVersion reports whether b is two numbers with a point between them.
func isVersion(b []byte) bool {
	points := 0
	for i, c := range b {
		switch {
		case '0' <= c && c <= '9':
		case c == '.' && 0 < i && i < len(b)-1:
			points++
		default:
			return false
		}
	}
	return points == 1
}

// Speaks2 reports whether the side speaks version 2 of the protocol: 1.99 says so too (RFC 4253, section 5.1).
func (b *Banner) Speaks2() bool {
	return len(b.Version) > 0 && b.Version[0] != '1' || string(b.Version) == "1.99"
}
