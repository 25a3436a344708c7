package capture

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// notCapture is the error of input that begins like no capture. It wraps errMagic.
type notCapture struct{ looks string }

func (e *notCapture) Error() string { return "no capture: " + e.looks }
func (e *notCapture) Unwrap() error { return errMagic }

// looksSize is how many bytes say what input that is no capture looks like: a tar archive says so behind its 257th.
const looksSize = 512

// looksLike are what other files begin with.
var looksLike = []struct{ magic, looks string }{
	{"PK\x03\x04", "it is a zip archive, which is to be unpacked first"},
	{"PK\x05\x06", "it is an empty zip archive"},
	{"BZh", "it is compressed by bzip2, which is to be undone first"},
	{"\xfd7zXZ\x00", "it is compressed by xz, which is to be undone first"},
	{"\x04\x22\x4d\x18", "it is compressed by lz4, which is to be undone first"},
	{"7z\xbc\xaf\x27\x1c", "it is a 7z archive, which is to be unpacked first"},
	{"Rar!\x1a\x07", "it is a rar archive, which is to be unpacked first"},
	{"\x1f\x8b", "it is compressed by gzip"},
	{"\x28\xb5\x2f\xfd", "it is compressed by zstd"},
	{"snoop\x00\x00\x00", "it is a capture of snoop (RFC 1761), which editcap makes pcap of"},
	{"GMBU", "it is a capture of Microsoft Network Monitor, which editcap makes pcap of"},
	{"RTSS", "it is a capture of Microsoft Network Monitor, which editcap makes pcap of"},
	{"TRSNIFF data    \x1a", "it is a capture of Sniffer, which editcap makes pcap of"},
	{"XCP\x00", "it is a capture of Sniffer or NetXRay, which editcap makes pcap of"},
	{"\x0a\x0d\x0d\x0a", "it begins like pcapng, and its first block tells no byte order"},
	{"version https://git-lfs", "it is a pointer to a file in Git LFS, which git lfs pull brings"},
	{"\x7fELF", "it is a program"},
	{"MZ", "it is a program of Windows"},
	{"%PDF-", "it is a PDF document"},
	{"\x89PNG", "it is a picture"},
	{"\xff\xd8\xff", "it is a picture"},
	{"GIF8", "it is a picture"},
	{"PAR1", "it is a Parquet file"},
	{"ARROW1", "it is an Arrow file"},
	{"SQLite format 3\x00", "it is a database of SQLite"},
	{"\xff\xfe", "it is text in UTF-16"},
	{"\xfe\xff", "it is text in UTF-16"},
}

// looks says what the first bytes of input that is no capture look like.
func looks(b []byte) string {
	if len(b) == 0 {
		return "it is empty"
	}
	for _, l := range looksLike {
		if bytes.HasPrefix(b, []byte(l.magic)) {
			return l.looks
		}
	}
	const tarMagic = 257 // POSIX, ustar
	switch {
	case len(b) > tarMagic && bytes.HasPrefix(b[tarMagic:], []byte("ustar")):
		return "it is a tar archive, which is to be unpacked first"
	case isPage(b):
		return "it is a web page"
	case isText(b):
		return fmt.Sprintf("it is text, which begins with %.40q", firstLine(b))
	case len(bytes.Trim(b, "\x00")) == 0:
		return "it begins with zeros"
	}
	return fmt.Sprintf("no known format begins with % x", b[:min(len(b), 8)])
}

func isPage(b []byte) bool {
	begin := strings.ToLower(string(bytes.TrimLeft(b, "\ufeff \t\r\n")))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html")
}

// isText reports whether all is UTF-8 without controls that texts have not; the last character may be cut.
func isText(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return !utf8.FullRune(b)
		}
		if unicode.IsControl(r) && !strings.ContainsRune("\t\n\v\f\r\x1b", r) {
			return false
		}
		b = b[n:]
	}
	return true
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return strings.TrimSpace(line)
}
