// Package magic recognises kinds of content by how it begins.
package magic

import "encoding/binary"

// Kind is a kind of content. 0 is none that is known.
type Kind uint8

// Class is what a kind of content is for. 0 is none.
type Class uint8

// The classes.
const (
	Executable Class = 1 + iota // programs, of a machine or of a virtual one
	Script                      // programs as text
	Archive                     // archives and compressed files
	Image
	Media
	Document
	Markup
)

// Need is how many bytes Of looks at, at most.
const Need = 64

// kinds are by what they begin with at an offset; the first that fits counts. The sources are the specifications of the
// formats. The prefixes have three bytes at least, and those of binary formats that are short are judged further by fits.
var kinds = [...]struct {
	name, prefix string
	at           uint8
	class        Class
}{
	{},
	{"pe", "MZ", 0, Executable},
	{"elf", "\x7fELF", 0, Executable},
	{"mach-o", "\xfe\xed\xfa\xce", 0, Executable},
	{"mach-o", "\xfe\xed\xfa\xcf", 0, Executable},
	{"mach-o", "\xce\xfa\xed\xfe", 0, Executable},
	{"mach-o", "\xcf\xfa\xed\xfe", 0, Executable},
	{"java-class", "\xca\xfe\xba\xbe\x00\x00\x00", 0, Executable}, // Java VM, section 4.1: a small minor version
	{"dex", "dex\n03", 0, Executable},
	{"wasm", "\x00asm\x01\x00\x00\x00", 0, Executable},
	{"lnk", "L\x00\x00\x00\x01\x14\x02\x00", 0, Executable}, // MS-SHLLINK, section 2.1
	{"shell", "#!/", 0, Script},
	{"shell", "#! /", 0, Script},
	{"php", "<?php", 0, Script},
	{"zip", "PK\x03\x04", 0, Archive},
	{"zip", "PK\x05\x06", 0, Archive},
	{"gzip", "\x1f\x8b\x08", 0, Archive}, // RFC 1952, section 2.3
	{"bzip2", "BZh", 0, Archive},
	{"xz", "\xfd7zXZ\x00", 0, Archive},
	{"zstd", "\x28\xb5\x2f\xfd", 0, Archive}, // RFC 8878, section 3.1.1
	{"7z", "7z\xbc\xaf\x27\x1c", 0, Archive},
	{"rar", "Rar!\x1a\x07", 0, Archive},
	{"cab", "MSCF\x00\x00\x00\x00", 0, Archive}, // MS-CAB, section 2.1
	{"lz4", "\x04\x22\x4d\x18", 0, Archive},
	{"deb", "!<arch>\ndebian-binary", 0, Archive},
	{"rpm", "\xed\xab\xee\xdb", 0, Archive},
	{"png", "\x89PNG\r\n\x1a\n", 0, Image},
	{"jpeg", "\xff\xd8\xff", 0, Image},
	{"gif", "GIF87a", 0, Image},
	{"gif", "GIF89a", 0, Image},
	{"webp", "WEBPVP8", 8, Image},
	{"tiff", "II*\x00", 0, Image},
	{"tiff", "MM\x00*", 0, Image},
	{"mp4", "ftyp", 4, Media}, // ISO/IEC 14496-12, section 4.3
	{"webm", "\x1a\x45\xdf\xa3", 0, Media},
	{"ogg", "OggS\x00", 0, Media},
	{"flac", "fLaC\x00\x00\x00\x22", 0, Media},
	{"flv", "FLV\x01", 0, Media},
	{"wav", "WAVEfmt ", 8, Media},
	{"pdf", "%PDF-", 0, Document},
	{"ole", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, Document}, // MS-CFB, section 2.2
	{"rtf", "{\\rtf1", 0, Document},
	{"xml", "<?xml ", 0, Markup},
	{"html", "<!DOCTYPE html", 0, Markup},
	{"html", "<!doctype html", 0, Markup},
	{"html", "<html", 0, Markup},
	{"html", "<HTML", 0, Markup},
}

// starts has the first bytes of kinds, of which more than half of all payloads have none.
var starts = func() (set [256]bool) {
	for i := 1; i < len(kinds); i++ {
		if kinds[i].at == 0 {
			set[kinds[i].prefix[0]] = true
		}
	}
	return set
}()

// mayBe reports whether b begins as a kind may: those whose prefix is not at once have it after zeros or "RIFF".
func mayBe(b []byte) bool {
	return len(b) > 0 && (starts[b[0]] || b[0] == 0 || b[0] == 'R')
}

// Of returns the kind of content that begins with b.
func Of(b []byte) Kind {
	if !mayBe(b) {
		return 0
	}
	for i := 1; i < len(kinds); i++ {
		k := &kinds[i]
		if at := int(k.at); len(b) >= at+len(k.prefix) && string(b[at:at+len(k.prefix)]) == k.prefix && fits(k.name, b) {
			return Kind(i)
		}
	}
	return 0
}

// fits judges what prefixes leave open.
func fits(name string, b []byte) bool {
	switch name {
	case "pe":
		return isPE(b)
	case "bzip2": // the size of blocks and the magic of the first
		return len(b) >= 10 && b[3] >= '1' && b[3] <= '9' && string(b[4:10]) == "1AY&SY"
	case "java-class": // the major version
		return len(b) >= 8 && b[7] >= 45 || len(b) == 7
	case "mp4":
		return b[0] == 0 && b[1] == 0
	case "jpeg":
		return len(b) >= 4 && b[3] >= 0xc0
	}
	return true
}

// isPE judges the header of MS-DOS (PE Format, "MS-DOS Stub"): where the one of the image is, and its signature if b has it.
func isPE(b []byte) bool {
	const place, most = 0x3c, 4 << 10
	if len(b) < place+4 {
		return false
	}
	at := binary.LittleEndian.Uint32(b[place:])
	if at < 4 || at > most || at%4 != 0 {
		return false
	}
	if end := int(at) + 4; len(b) >= end {
		return string(b[at:end]) == "PE\x00\x00"
	}
	return b[4]|b[5] != 0 || at >= place+4 // pages of the stub
}

// String returns the name of the kind, such as elf; it is empty for none.
func (k Kind) String() string {
	if int(k) >= len(kinds) {
		return ""
	}
	return kinds[k].name
}

// Class returns what the kind is for.
func (k Kind) Class() Class {
	if int(k) >= len(kinds) {
		return 0
	}
	return kinds[k].class
}
