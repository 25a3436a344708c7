//go:build !nfstream_no_vendor

package vendor

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// uftp recognises UFTP, a transfer of files to groups: a version, a message, a number, the sender, the group, and a header of
// the message, which begins with the message again (UFTP specification, versions 4 and 5).
func uftp() l7.Proto {
	return l7.Proto{
		ID: categories.UFTP, On: l7.UDP, Ports: []uint16{1044}, Min: uftpHeader + 4, First: l7.Bytes(0x40, 0x50), Probe: probeUFTP,
		Samples: [][]byte{[]byte("\x40\x01\x00\x00\x0a\x00\x00\x01\x96\xf4\xc3\x04\x00\x9d\x00\x00\x01\x06\x00\x14\x00\x00\x05\x14\x57\xa6\x5c\x1d\x00\x05\x7a\x51\xe6\x04\x04\x01\xe6\x05\x05\x38")},
	}
}

const uftpHeader = 16

func probeUFTP(c *l7.Ctx) l7.Verdict {
	const messages = 0x13
	b := c.Data
	if len(b) < uftpHeader+4 || b[0]&0x0f != 0 || b[1] == 0 || b[1] > messages || b[uftpHeader] != b[1] ||
		b[0] != 0x40 && b[0] != 0x50 || binary.BigEndian.Uint32(b[4:]) == 0 {
		return l7.Reject
	}
	words := int(b[uftpHeader+1]) // of four bytes
	return matchIf(words > 0 && uftpHeader+4*words <= len(b))
}
