//go:build !nfstream_no_p2p

package p2p

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// What eDonkey's messages begin with (Kulbak, Bickson: The eMule Protocol Specification, section 6).
const (
	protoEDonkey = 0xe3
	protoEMule   = 0xc5
	protoKad     = 0xe4
)

// eDonkey returns the first message of a client to a server or another client, and the answer of the latter (Kulbak and
// Bickson, The eMule Protocol Specification).
func eDonkey() l7.Proto {
	const user = "0123456789abcdef\x01\x02\x03\x04\x36\x12"
	return l7.Proto{
		ID: categories.EDonkey, On: l7.TCP, Ports: []uint16{4661, 4662, 4242}, First: l7.Bytes(protoEDonkey), Probe: probeEDonkey,
		Session: l7.Begins(longestHello, readEDonkey),
		Samples: l7.Samples("\xe3\x22\x00\x00\x00\x01\x10"+user+"\x01\x00\x00\x00\x02\x01\x00\x01a\x00\x00\x00",
			"\xe3\x21\x00\x00\x00\x4c"+user+"\x01\x00\x00\x00\x02\x01\x00\x01a\x00\x00\x00"),
	}
}

// probeEDonkey reads the length, the type, the user's hash, the client's identifier and port, and how many tags follow, of
// what kind (sections 6.2.1, 6.4.1 and 6.4.2).
func probeEDonkey(c *l7.Ctx) l7.Verdict {
	const (
		header, user, hashLength = 6, 16 + 4 + 2, 16
		mostTags, longest        = 64, 4096
		login, helloAnswer       = 0x01, 0x4c
	)
	b := c.Data
	if b[0] != protoEDonkey {
		return l7.Reject
	}
	if len(b) > 5 && b[5] != login && b[5] != helloAnswer || len(b) > 4 && (b[3] != 0 || b[4] != 0) {
		return l7.Reject
	}
	if len(b) < header+1 {
		return l7.More
	}
	at := header
	if b[5] == login && b[header] == hashLength { // to a client
		at++
	}
	at += user
	length := int(binary.LittleEndian.Uint16(b[1:]))
	if length > longest || length < at-header+1+4 {
		return l7.Reject
	}
	if len(b) < at+5 {
		return l7.More
	}
	tags, kind := binary.LittleEndian.Uint32(b[at:]), b[at+4]&0x7f
	if tags == 0 || tags > mostTags || kind == 0 || kind > 0x20 {
		return l7.Reject
	}
	return l7.Match
}

// readEDonkey reads the name of a user, the tag CT_NAME of a hello: a text, whose name is a byte (section 6.2.1; eMule writes
// the type with the highest bit and no length of the name).
func readEDonkey(c *l7.Ctx, b []byte) (done bool) {
	const header, lengthAt, text, short = 5, 1, "\x02\x01\x00\x01", "\x82\x01"
	if len(b) < header || len(b) < min(longestHello, header+int(binary.LittleEndian.Uint32(b[lengthAt:]))) {
		return false
	}
	tags := b[min(len(b), header+1+16+4+2+4):]
	_, name, ok := bytes.Cut(tags, []byte(text))
	if !ok {
		_, name, ok = bytes.Cut(tags, []byte(short))
	}
	if !ok || len(name) < 2 || len(name) < 2+int(binary.LittleEndian.Uint16(name)) {
		return c.Dir == 1
	}
	name = name[2:][:min(int(binary.LittleEndian.Uint16(name)), 64)]
	if m := c.Metadata(); c.Dir == 0 {
		m.ClientText = string(name)
	} else {
		m.ServerText = string(name)
	}
	return c.Dir == 1
}

// eDonkeyDatagram returns the requests to servers and clients with their answers (sections 6.3 and 6.5): a byte of the
// protocol and one of the type are too little for one datagram.
func eDonkeyDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.EDonkey, On: l7.UDP, Ports: []uint16{4665, 4672}, Min: 2, First: l7.Bytes(protoEDonkey, protoEMule),
		FirstPayload: 2, Probe: probeEDonkeyDatagram,
		Samples: l7.Samples("\xe3\x96\x01\x02\xaa\x55", "\xe3\x97\x01\x02\xaa\x55\x05\x00\x00\x00\x09\x00\x00\x00"),
	}
}

// probeEDonkeyDatagram recognises a request and its answer, one of each direction.
func probeEDonkeyDatagram(c *l7.Ctx) l7.Verdict {
	other := c.First(1 - c.Dir)
	switch {
	case len(c.Data) < 2 || c.Data[0] != protoEDonkey && c.Data[0] != protoEMule:
		return l7.Reject
	case len(other) < 2:
		return l7.More
	}
	if other[0] != c.Data[0] || !isAnswer(other[0], other[1], c.Data[1]) && !isAnswer(other[0], c.Data[1], other[1]) {
		return l7.Reject
	}
	return l7.Match
}

// isAnswer reports whether a type of message is the answer to another one: status, search, sources and description of
// servers, and the place in the queue of clients.
func isAnswer(protocol, request, answer uint8) bool {
	switch request {
	case 0x96, 0x98, 0x9a, 0xa2:
		return protocol == protoEDonkey && answer == request+1
	case 0x92:
		return protocol == protoEDonkey && answer == 0x99
	case 0x90:
		return protocol == protoEMule && (answer == 0x91 || answer == 0x92 || answer == 0x93)
	}
	return false
}

// kademlia returns the Kademlia of eMule, version 2 (eMule 0.47c and later): a byte of the protocol, one of the type.
func kademlia() l7.Proto {
	const id = "0123456789abcdef"
	return l7.Proto{
		ID: categories.EDonkey, On: l7.UDP, Ports: []uint16{4672}, Min: 2, First: l7.Bytes(protoKad),
		FirstPayload: 2, Probe: probeKademlia,
		Samples: l7.Samples("\xe4\x21\x0b"+id+id, "\xe4\x29"+id+"\x01"+id+"\x01\x02\x03\x04\x05\x06\x07\x08\x08"),
	}
}

// probeKademlia recognises a request for contacts and its answer by their lengths. Other requests require their
// answers.
func probeKademlia(c *l7.Ctx) l7.Verdict {
	const (
		request, response   = 0x21, 0x29
		requestLength       = 2 + 1 + 16 + 16
		fixed, contact      = 2 + 16 + 1, 25
		findValue, findNode = 0x02, 0x0b
	)
	b, length := c.Data, c.Length()
	switch {
	case len(b) < 2 || b[0] != protoKad:
		return l7.Reject
	case b[1] == request && length == requestLength && len(b) > 2:
		if b[2] == findValue || b[2] == 0x04 || b[2] == findNode {
			return l7.Match
		}
	case b[1] == response && len(b) >= fixed && b[fixed-1] > 0 && length == fixed+contact*int(b[fixed-1]):
		return l7.Match
	}
	other := c.First(1 - c.Dir)
	switch {
	case len(other) < 2:
		return l7.More
	case other[0] == protoKad && (isKadAnswer(other[1], b[1]) || isKadAnswer(b[1], other[1])):
		return l7.Match
	}
	return l7.Reject
}

// isKadAnswer reports whether a type is the answer to another one: bootstrap, hello, search, publishing, ping.
func isKadAnswer(request, answer uint8) bool {
	switch request {
	case 0x01, 0x11, 0x21:
		return answer == request+8
	case 0x33, 0x34, 0x35:
		return answer == 0x3b
	case 0x43, 0x44, 0x45:
		return answer == 0x4b
	case 0x60:
		return answer == 0x61
	}
	return false
}
