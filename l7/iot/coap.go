//go:build !nfstream_no_iot

package iot

import (
	"fmt"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

const coapHeader = 4 // RFC 7252, section 3

// coap recognises CoAP (RFC 7252) by a message whose options parse to its end or to a payload: on its port by one,
// elsewhere by an answer that has the number and the token of a message of the other side.
func coap() l7.Proto {
	return l7.Proto{
		ID: categories.COAP, On: l7.UDP, Ports: []uint16{5683}, Min: coapHeader, First: coapFirst(), EachDatagram: true,
		Scratch: 2 * coapKept, Probe: probeCoAP, Session: l7.Once(readCoAP), Columns: coapColumns(),
		Samples: [][]byte{[]byte("\x43\x01\x05\xcar\x163\xbb.well-known\x04core"),
			[]byte("\x63\x45\x05\xcar\x163\xc1\x28\xff<a>")},
	}
}

// coapFirst returns version 1 with tokens of up to 8 bytes.
func coapFirst() *l7.ByteSet {
	var all []byte
	for kind := byte(0); kind < 4; kind++ {
		for token := byte(0); token <= 8; token++ {
			all = append(all, 0x40|kind<<4|token)
		}
	}
	return l7.Bytes(all...)
}

const coapKept = 2 + 9 + 1 // of a direction's last message: number, length and token, 1 for a request and 2 for an answer

func probeCoAP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !coapMessage(b) {
		return l7.Reject
	}
	if c.DstPort == 5683 || c.SrcPort == 5683 {
		return l7.Match
	}
	kept := c.Scratch()
	own, other := kept[coapKept*int(c.Dir&1):][:coapKept], kept[coapKept*(1-int(c.Dir&1)):][:coapKept]
	token := int(b[0] & 0x0f)
	clear(own)
	copy(own, b[2:4])
	own[2] = byte(token)
	copy(own[3:], b[coapHeader:coapHeader+token])
	own[coapKept-1] = 1 + min(b[1]>>5, 1)
	if other[coapKept-1]+own[coapKept-1] == 3 && string(own[:coapKept-1]) == string(other[:coapKept-1]) {
		return l7.Match
	}
	return l7.More
}

// coapMessage reports whether b is a message.
func coapMessage(b []byte) bool {
	const empty, version, mostToken = 0, 1, 8
	if len(b) < coapHeader || b[0]>>6 != version || b[0]&0x0f > mostToken || coapHeader+int(b[0]&0x0f) > len(b) {
		return false
	}
	if b[1] == empty {
		return len(b) == coapHeader
	}
	switch class, detail := b[1]>>5, b[1]&0x1f; {
	case class == 0 && detail <= 7, class == 2 && detail <= 8, class == 2 && detail == 31, class == 4, class == 5 &&
		detail <= 8:
		return coapOptions(b[coapHeader+int(b[0]&0x0f):])
	}
	return false
}

// coapOptions reports whether options are well-formed up to the end or to a payload, of a byte at least (section 3.1).
func coapOptions(b []byte) bool {
	const payload, mostNumber = 0xff, 1 << 12
	r := wire.NewCursor(b)
	for number := 0; r.Len() > 0; {
		first := r.Uint8()
		if first == payload {
			return r.Len() > 0
		}
		number += coapNibble(&r, first>>4)
		r.Skip(coapNibble(&r, first&0x0f))
		if !r.OK() || number > mostNumber {
			return false
		}
	}
	return true
}

// coapNibble reads the extension of a delta or a length.
func coapNibble(r *wire.Cursor, n byte) int {
	switch n {
	case 13:
		return 13 + int(r.Uint8())
	case 14:
		return 269 + int(r.Uint16())
	case 15:
		r.Fail()
	}
	return int(n)
}

// coapMethods are the codes of requests from 0.01 on (section 12.1.1; RFC 8132).
var coapMethods = [...]string{"GET", "POST", "PUT", "DELETE", "FETCH", "PATCH", "iPATCH"}

// readCoAP writes down what is asked for.
func readCoAP(c *l7.Ctx) {
	const path, payload, most = 11, 0xff, 256
	b := c.Data
	if !coapMessage(b) || b[1] == 0 {
		return
	}
	m := l7.Record[CoAP](c)
	if b[1]>>5 != 0 {
		m.Method = fmt.Sprintf("%d.%02d", b[1]>>5, b[1]&0x1f)
		return
	}
	m.Method = coapMethods[b[1]-1]
	r := wire.NewCursor(b[coapHeader+int(b[0]&0x0f):])
	for number := 0; r.Len() > 0 && len(m.Path) < most; {
		first := r.Uint8()
		if first == payload {
			return
		}
		number += coapNibble(&r, first>>4)
		if value := r.Bytes(coapNibble(&r, first&0x0f)); number == path {
			m.Path += "/" + string(value[:min(len(value), most)])
		}
	}
}
