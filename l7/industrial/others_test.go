//go:build !nfstream_no_industrial

package industrial

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

const (
	modbusRequest = "\x00\xd1\x00\x00\x00\x06\x01\x03\x00\x01\x00\x01"
	iec104Call    = "\x68\x0e\x02\x00\x02\x00\x64\x01\x06\x00\x01\x00\x00\x00\x00\x14"
	modbusAnswer  = "\x00\xd1\x00\x00\x00\x05\x01\x03\x02\x00\x00"
)

// What is almost a message is none, and what is too little for any port is named by both sides.
func TestNames(t *testing.T) {
	const rocAsk, rocAnswer = "\x01\x02\x01\x00\x07\x00\x00\x00", "\x01\x00\x01\x02\x07\x02\x00\x00ab"
	l7test.CheckNames(t, Protos(),
		l7test.OverTCP(categories.ROC, 4000, rocAsk, rocAnswer), l7test.OverTCP(categories.ROC, 4000, rocAsk, rocAnswer+rocAnswer),
		l7test.OverTCP(0, 4000, rocAsk), l7test.OverTCP(0, 40001, rocAsk, rocAnswer), l7test.OverTCP(0, 4000, rocAsk, rocAsk),
		l7test.OverTCP(0, 40001, modbusRequest),
		l7test.OverTCP(0, 40001, modbusRequest, "\x00\xd2"+modbusAnswer[2:]),
		l7test.OverTCP(categories.Modbus, 40001, modbusRequest, modbusAnswer),
		l7test.OverTCP(categories.Modbus, 502, modbusRequest),
		l7test.OverTCP(categories.Modbus, 502, "\x00\x00\x00\x00\x00\x04\x00\x5a\x00\x02").Carrying(categories.UMAS),
		l7test.OverTCP(0, 40001, "\x05\x64\x08\xc4\x04\x00\x03\x00\xb4\xb9\xc0\xd7\x00\x7a\xce"),
		l7test.OverTCP(0, 40001, "\x68\x04\x07\x00\x00\x01"),
		l7test.OverTCP(0, 40001, iec104Call), l7test.OverTCP(categories.IEC60870, 2404, iec104Call),
		l7test.OverTCP(categories.IEC60870, 40001, iec104Call+iec104Call[:2]+"\x04"+iec104Call[3:]),
		l7test.OverTCP(0, 40001, iec104Call+iec104Call[:2]+"\x06"+iec104Call[3:]), l7test.OverTCP(0, 40001, "hello, world, hello, world"),
		l7test.OverUDP(0, 40001, phasorCommand[:17]+"\x0c"),
		l7test.OverTCP(0, 40001, phasorCommand[:17]+"\x0c"),
		l7test.OverUDP(0, 40001, "\x81\x0b\x00\x0d\x01\x20\xff\xff\x00\xff\x10\x08"),
		l7test.OverUDP(0, 40001, "\x81\x0b\x00\x0c\x02\x20\xff\xff\x00\xff\x10\x08"),
		l7test.OverUDP(0, 40001, "\x06\x10\x02\x01\x00\x0f\x08\x01\xc0\xa8\x58\xe7\xa1\x7f"),
		l7test.OverUDP(0, 40001, "\x00\x00\x00\x0d\x01\x00\x00\x01\x00\x0a\x20\x53\x19"),
		l7test.OverUDP(0, 40001, "\x01\x00\x00\x00\x00\x02\x00\x0d\x01\x00\x00\x75\x30"),
		l7test.OverUDP(categories.HARTIP, 40001, "\x01\x00\x00\x00\x00\x02\x00\x0d\x01\x00\x00\x75\x30",
			"\x01\x01\x00\x00\x00\x02\x00\x0d\x01\x00\x00\x75\x30"),
		l7test.OverUDP(0, 40001, melsecRead[:20]), l7test.OverTCP(0, 40001, "\x50\x00\x00\xff\xff\x04"+melsecRead[6:]),
		l7test.OverUDP(0, 40001, someIPCall[:24]),
		l7test.OverUDP(categories.SOMEIP, 40001, someIPCall+someIPCall),
		l7test.OverTCP(0, 40001, someIPCall), l7test.OverTCP(categories.SOMEIP, 40001, someIPCall, someIPCall),
		l7test.OverTCP(0, 40001, "\x03\x00\x00\x16\x11\xe0\x00\x00\x00\x07\x00\xc1\x02\x01\x00\xc2\x02\x01\x02\xc0"+
			"\x01\x0a"),
		l7test.OverTCP(0, 102, "\x03\x00\x00\x09\x02\xf0\x80\x33\x01"),
		l7test.OverTCP(0, 40001, "\x7e\xa0\x07\x03\x21\x93\x0f\x02\x7e"),
		l7test.OverTCP(0, 40001, "\x01I2010z\r\n"), l7test.OverTCP(0, 40001,
			"HS\x00\x00\x01\x00RS\x00\x00\x01\x00\x00\x00\x00\x07"),
		l7test.OverUDP(0, 40001, "\x00\x00\x00\x00\x01\x00Mx"+strings.Repeat("\x00", 32)),
	)
}
