package files

import (
	"bytes"
	"encoding/binary"
	"time"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// TFTP is what a request says.
type TFTP struct {
	_ metadata.Uncompared

	File, Mode string
}

func tftpColumns() []*metadata.Column {
	return metadata.TextColumns(`tftp_file name of the file that is read or written
tftp_mode* mode of the transfer, such as octet`, func(m *TFTP, i int) string {
		return [...]string{m.File, m.Mode}[i]
	})
}

// tftp is the Trivial File Transfer Protocol (RFC 1350, section 5; RFC 2347). After the request the server goes on from
// another port: that flow is recognised by a block and its acknowledgement.
func tftp() l7.Proto {
	return l7.Proto{
		ID: categories.TFTP, On: l7.UDP, Ports: []uint16{69}, Min: 4, First: l7.Bytes(0),
		Next: [3]*l7.ByteSet{l7.Bytes(tftpRead, tftpWrite, tftpData, tftpAck, tftpOptions)}, Probe: probeTFTP, Scratch: 4,
		Session: l7.Once(readTFTP), Columns: tftpColumns(),
		Samples: l7.Samples("\x00\x01pxelinux.0\x00octet\x00blksize\x001432\x00", "\x00\x02a\x00NETASCII\x00",
			"\x00\x06blksize\x001432\x00"),
	}
}

// The operations.
const (
	tftpRead = iota + 1
	tftpWrite
	tftpData
	tftpAck
	tftpError
	tftpOptions
)

func probeTFTP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 4 || b[0] != 0 {
		return l7.Reject
	}
	switch op := b[1]; op {
	case tftpRead, tftpWrite:
		if tftpRequest(b[2:]) {
			return l7.Match
		}
	case tftpOptions:
		return tftpPairs(b[2:])
	case tftpData, tftpAck:
		if op == tftpAck && c.Length() != 4 || op == tftpData && b[2]|b[3] == 0 {
			return l7.Reject
		}
		return judgeTransfer(c, op)
	}
	return l7.Reject
}

// judgeTransfer compares with the other side's latest datagram, which Scratch has: direction plus 1, operation, block.
func judgeTransfer(c *l7.Ctx, op byte) l7.Verdict {
	block := binary.BigEndian.Uint16(c.Data[2:])
	s := c.Scratch()
	last, of := s[1], binary.BigEndian.Uint16(s[2:])
	if s[0] == 2-c.Dir {
		switch {
		case op == tftpAck && last == tftpData && block == of, op == tftpData && last == tftpAck && block == of+1:
			return l7.Match
		}
	}
	s[0], s[1] = c.Dir+1, op
	binary.BigEndian.PutUint16(s[2:], block)
	return l7.More
}

// tftpRequest reports whether b has the name of a file and a mode.
func tftpRequest(b []byte) bool {
	name, rest, found := bytes.Cut(b, []byte{0})
	mode, _, ended := bytes.Cut(rest, []byte{0})
	if !found || !ended || len(name) == 0 || !printable(name) {
		return false
	}
	return bytes.EqualFold(mode, []byte("octet")) || bytes.EqualFold(mode, []byte("netascii")) ||
		bytes.EqualFold(mode, []byte("mail"))
}

// tftpPairs checks whether b has the name of a common option (RFC 2348, RFC 2349, RFC 7440) and its value.
func tftpPairs(b []byte) l7.Verdict {
	name, rest, found := bytes.Cut(b, []byte{0})
	value, _, ended := bytes.Cut(rest, []byte{0})
	if !found || !ended || !printable(value) {
		return l7.Reject
	}
	for _, known := range [...]string{"blksize", "tsize", "timeout", "windowsize", "multicast", "rollover", "blksize2"} {
		if len(name) == len(known) && bytes.EqualFold(name, []byte(known)) {
			return l7.Match
		}
	}
	return l7.Reject
}

func printable(text []byte) bool {
	for _, b := range text {
		if b < ' ' || b == 0x7f {
			return false
		}
	}
	return true
}

// transferLifetime is how long a server may take to answer a request.
const transferLifetime = time.Minute

// readTFTP writes down which file a request is for, and expects the server's answer from another port.
func readTFTP(c *l7.Ctx) {
	if op := c.Data[1]; op != tftpRead && op != tftpWrite {
		return
	}
	name, mode, _ := bytes.Cut(c.Data[2:], []byte{0})
	mode, _, _ = bytes.Cut(mode, []byte{0})
	m := l7.Record[TFTP](c)
	m.File, m.Mode = string(name[:min(len(name), 256)]), string(bytes.ToLower(mode[:min(len(mode), 16)]))
	if client, _ := c.Addresses(); client.IsValid() {
		c.Expect(l7.Expectation{Addr: client.Unmap(), Port: c.SrcPort, On: l7.UDP, Lifetime: transferLifetime,
			Classification: l7.Classification{Protocol: categories.TFTP}})
	}
}
