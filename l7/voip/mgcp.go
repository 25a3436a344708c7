//go:build !nfstream_no_voip

package voip

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// mgcp returns the Media Gateway Control Protocol (RFC 3435).
func mgcp() l7.Proto {
	return l7.Proto{
		ID: categories.MGCP, On: l7.UDP, Ports: []uint16{2427, 2727}, Min: len("AUEP 1 a MGCP 1.0"),
		First: l7.Bytes([]byte("ECMDRNA")...), Probe: probeMGCP, Session: l7.Once(readMGCP), Columns: mgcpColumns(),
		Samples: l7.Samples("RSIP 31656860 *@gw.example.test MGCP 1.0\r\nRM: restart\r\n",
			"CRCX 1204 aaln/1@rgw.example.test MGCP 0.1\n"),
	}
}

// probeMGCP recognises a command: a verb, a transaction, an end point and the version (RFC 3435, section 3.2.1).
func probeMGCP(c *l7.Ctx) l7.Verdict {
	words := wordsOf(c.Data)
	switch string(words[0]) {
	case "EPCF", "CRCX", "MDCX", "DLCX", "RQNT", "NTFY", "AUEP", "AUCX", "RSIP":
	default:
		return l7.Reject
	}
	for _, d := range words[1] {
		if d < '0' || d > '9' {
			return l7.Reject
		}
	}
	if string(words[3]) != "MGCP" || len(words[1]) == 0 {
		return l7.Reject
	}
	return l7.Match
}

// wordsOf returns the words of the first line.
func wordsOf(b []byte) (words [4][]byte) {
	line, _, _ := bytes.Cut(b, []byte{'\n'})
	for i := range words {
		line = bytes.TrimLeft(line, " \t")
		words[i], line, _ = bytes.Cut(line, []byte{' '})
	}
	return words
}

// readMGCP reads the first command, and what it is for.
func readMGCP(c *l7.Ctx) {
	words, r := wordsOf(c.Data), l7.Record[MGCP](c)
	r.Verb, r.Endpoint = textOf(words[0]), textOf(words[2])
}

// megaco returns the Gateway Control Protocol. Its messages are text or BER (ITU-T H.248.1, annexes A and B).
func megaco() l7.Proto {
	return l7.Proto{
		ID: categories.Megaco, On: l7.UDP, Ports: []uint16{2944, 2945}, Min: 8, First: l7.Bytes('!', 'M', 0x30), Probe: probeMegaco,
		Samples: l7.Samples("MEGACO/1 [192.0.2.1]:2944 Transaction = 9998 {", "!/1 [192.0.2.1]:2944\nT=1{C=-{AV=DS/1/5{AT{M}}}}",
			"\x30\x12\xa1\x10\x80\x01\x01\xa1\x06\xa0\x04\x80\x02\x0b\x80\xa2\x03"),
	}
}

// probeMegaco recognises the version and the sender's identifier in text, or the BER elements mess and version.
func probeMegaco(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 8 {
		return l7.Reject
	}
	if l7.Prefix(b, "MEGACO/") == l7.Match {
		return digitAndIdentifier(b[len("MEGACO/"):])
	}
	if l7.Prefix(b, "!/") == l7.Match {
		return digitAndIdentifier(b[len("!/"):])
	}
	const sequence, message = 0x30, 0xa1
	rest, ok := insideBER(b, sequence)
	if ok {
		rest, ok = insideBER(rest, message)
	}
	if ok && len(rest) > 4 && rest[0] == 0x80 && rest[1] == 1 && 1 <= rest[2] && rest[2] <= 4 && (rest[3] == 0xa1 || rest[3] == 0xa0) {
		return l7.Match
	}
	return l7.Reject
}

func digitAndIdentifier(b []byte) l7.Verdict {
	if len(b) > 2 && '1' <= b[0] && b[0] <= '9' && (b[1] == ' ' || b[1] == '\t' || b[1] == '\r' || b[1] == '\n') &&
		(b[2] == '[' || b[2] == '<' || b[2] == ' ' || isAlphanumeric(b[2])) && bytes.IndexByte(b, '{') > 0 {
		return l7.Match
	}
	return l7.Reject
}

func isAlphanumeric(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' }

// insideBER returns the content of an element that begins with a tag, as far as it was captured.
func insideBER(b []byte, tag byte) ([]byte, bool) {
	switch {
	case len(b) < 4 || b[0] != tag:
		return nil, false
	case b[1] < 0x80:
		return b[2:], true
	case b[1] == 0x80, b[1] == 0x81:
		return b[2+int(b[1]&1):], true
	case b[1] == 0x82:
		return b[4:], true
	}
	return nil, false
}
