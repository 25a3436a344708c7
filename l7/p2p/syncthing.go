//go:build !nfstream_no_p2p

package p2p

import (
	"encoding/base32"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// syncthing returns Local Discovery, version 4, by its magic number (Syncthing, Local Discovery Protocol v4), and that of
// the versions before it.
func syncthing() l7.Proto {
	const magic, magic3, magic2 = "\x2e\xa7\xd9\x0b", "\x7d\x79\xbc\x40", "\x9d\x79\xbc\x39"
	return l7.Proto{
		ID: categories.Syncthing, On: l7.UDP, Ports: []uint16{21027}, Min: len(magic), First: l7.Bytes(magic[0], magic3[0], magic2[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return whole(l7.Prefix(c.Data, magic, magic3, magic2)) },
		Session: l7.Once(readSyncthing),
		Samples: l7.Samples(magic + "\x0a\x200123456789abcdef0123456789abcdef\x12\x06tcp://"),
	}
}

// readSyncthing reads the identifier of the device, the first field of an announcement.
func readSyncthing(c *l7.Ctx) {
	const at, field, size = 4, 0x0a, 32
	if b := c.Data; len(b) >= at+2+size && b[at] == field && b[at+1] == size {
		c.Metadata().ClientText = deviceID(b[at+2:][:size])
	}
}

// deviceID returns an identifier as Syncthing writes it: base 32, a check digit after each 13, in groups of 7 (Syncthing,
// Understanding Device IDs).
func deviceID(id []byte) string {
	const part, group = 13, 7
	text := base32.StdEncoding.WithPadding(base32.NoPadding).AppendEncode(make([]byte, 0, 4*part), id)
	var out []byte
	for n := 0; len(text) >= part; n++ {
		digits := append(text[:part:part], checkDigit(text[:part]))
		for _, g := range [...][]byte{digits[:group], digits[group:]} {
			if len(out) > 0 {
				out = append(out, '-')
			}
			out = append(out, g...)
		}
		text = text[part:]
	}
	return string(out)
}

// checkDigit returns the digit that the algorithm of Luhn gives in base 32, where the first digit counts once.
func checkDigit(digits []byte) byte {
	const alphabet, base = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32
	sum, factor := 0, 1
	for _, d := range digits {
		value := int(d - 'A')
		if d < 'A' {
			value = int(d-'2') + 26
		}
		value *= factor
		factor = 3 - factor
		sum += value/base + value%base
	}
	return alphabet[(base-sum%base)%base]
}
