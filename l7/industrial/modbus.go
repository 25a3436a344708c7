//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	modbusHeader = 7 // MODBUS Messaging on TCP/IP, section 3.1.3
	modbusPort   = 502
	umas         = 0x5a // a function that Schneider's controllers use for themselves
)

// modbus recognises Modbus on TCP (MODBUS Messaging on TCP/IP; MODBUS Application Protocol) by a header with a length
// that adds up and a known function: on its port in one message, elsewhere if the other side repeats the transaction,
// the unit and the function.
func modbus() l7.Proto {
	return l7.Proto{
		ID: categories.Modbus, On: l7.TCP, Ports: []uint16{modbusPort}, Probe: probeModbus,
		Session: l7.Once(readModbus), Columns: modbusColumns(),
		Samples: [][]byte{[]byte("\x00\xd1\x00\x00\x00\x06\x01\x03\x00\x01\x00\x01")},
	}
}

func probeModbus(c *l7.Ctx) l7.Verdict {
	const least, most = 2, 254
	b := c.Data
	switch {
	case len(b) > 3 && (b[2]|b[3] != 0), len(b) > 4 && b[4] != 0, len(b) > 5 && (b[5] < least || b[5] > most),
		len(b) > modbusHeader && !modbusFunction(b[modbusHeader]):
		return l7.Reject
	case len(b) <= modbusHeader:
		return modbusMore(c)
	}
	n := modbusHeader - 1 + int(b[5])
	switch {
	case len(b) < n:
		return modbusMore(c)
	case c.OnPort(modbusPort):
		return l7.Match
	case len(b) != n:
		return l7.Reject
	}
	other := c.Other()
	if len(other) > modbusHeader && string(other[:4]) == string(b[:4]) && other[6] == b[6] &&
		other[7]&0x7f == b[7]&0x7f &&
		int(binary.BigEndian.Uint16(other[4:]))+modbusHeader-1 == len(other) {
		return l7.Match
	}
	return l7.More
}

// modbusMore keeps a connection without Modbus's port from being waited for over its first bytes.
func modbusMore(c *l7.Ctx) l7.Verdict {
	if !c.OnPort(modbusPort) && len(c.Data) < 3 && !c.Begin {
		return l7.Reject
	}
	return l7.More
}

// modbusFunction reports whether a function is one that devices have (MODBUS Application Protocol, section 6), or the
// answer that it failed.
func modbusFunction(f byte) bool {
	switch f &= 0x7f; {
	case f >= 1 && f <= 8, f == 11, f == 12, f >= 15 && f <= 17, f >= 20 && f <= 24, f == 43, f >= 65 && f <= 72,
		f >= 100 && f <= 110, f == umas, f == 126:
		return true
	}
	return false
}

// readModbus writes down what the first message is for, and looks for UMAS.
func readModbus(c *l7.Ctx) {
	if len(c.Data) <= modbusHeader {
		return
	}
	m := l7.Record[Modbus](c)
	m.Unit, m.Function = c.Data[6], c.Data[modbusHeader]&0x7f
	if m.Function == umas {
		c.SetApplication(categories.UMAS)
	}
}
