package capture

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// notCapture is the error for input that does not begin like a capture. It wraps errMagic.
type notCapture struct{ description string }

func (e *notCapture) Error() string { return "no capture: " + e.description }
func (e *notCapture) Unwrap() error { return errMagic }

// foreignSize is the number of bytes that identify other files. The magic of a tar archive is at offset 257.
const foreignSize = 512

// foreignFormats lists the first bytes of other files.
var foreignFormats = []struct{ magic, describeForeign string }{
	{"PK\x03\x04", "it is a zip archive; unpack it first"},
	{"PK\x05\x06", "it is an empty zip archive"},
	{"BZh", "it is compressed by bzip2; decompress it first"},
	{"\xfd7zXZ\x00", "it is compressed by xz; decompress it first"},
	{"\x04\x22\x4d\x18", "it is compressed by lz4; decompress it first"},
	{"7z\xbc\xaf\x27\x1c", "it is a 7z archive; unpack it first"},
	{"Rar!\x1a\x07", "it is a rar archive; unpack it first"},
	{"\x1f\x8b", "it is compressed by gzip"},
	{"\x28\xb5\x2f\xfd", "it is compressed by zstd"},
	{"snoop\x00\x00\x00", "it is a snoop capture (RFC 1761); convert it to pcap with editcap"},
	{"GMBU", "it is a capture of Microsoft Network Monitor; convert it to pcap with editcap"},
	{"RTSS", "it is a capture of Microsoft Network Monitor; convert it to pcap with editcap"},
	{"TRSNIFF data    \x1a", "it is a capture of Sniffer; convert it to pcap with editcap"},
	{"XCP\x00", "it is a capture of Sniffer or NetXRay; convert it to pcap with editcap"},
	{"\x0a\x0d\x0d\x0a", "it begins like pcapng, but its first block has no valid byte-order magic"},
	{"version https://git-lfs", "it is a Git LFS pointer; fetch the file with git lfs pull"},
	{"\x7fELF", "it is a program"},
	{"MZ", "it is a Windows program"},
	{"%PDF-", "it is a PDF document"},
	{"\x89PNG", "it is a picture"},
	{"\xff\xd8\xff", "it is a picture"},
	{"GIF8", "it is a picture"},
	{"PAR1", "it is a Parquet file"},
	{"ARROW1", "it is an Arrow file"},
	{"SQLite format 3\x00", "it is an SQLite database"},
	{"\xff\xfe", "it is text in UTF-16"},
	{"\xfe\xff", "it is text in UTF-16"},
}

// describeForeign describes input of no capture format by its first bytes.
func describeForeign(b []byte) string {
	if len(b) == 0 {
		return "it is empty"
	}
	for _, l := range foreignFormats {
		if bytes.HasPrefix(b, []byte(l.magic)) {
			return l.describeForeign
		}
	}
	const tarMagic = 257 // POSIX, ustar
	switch {
	case len(b) > tarMagic && bytes.HasPrefix(b[tarMagic:], []byte("ustar")):
		return "it is a tar archive; unpack it first"
	case isPage(b):
		return "it is a web page"
	case isText(b):
		return fmt.Sprintf("it is text that begins with %.40q", firstLine(b))
	case len(bytes.Trim(b, "\x00")) == 0:
		return "it begins with zeros"
	}
	return fmt.Sprintf("no known format begins with % x", b[:min(len(b), 8)])
}

func isPage(b []byte) bool {
	begin := strings.ToLower(string(bytes.TrimLeft(b, "\ufeff \t\r\n")))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html")
}

// isText reports whether b is UTF-8 text without control characters. The last character may be incomplete.
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
