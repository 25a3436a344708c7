//go:build !nfstream_no_iot

package iot

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

const (
	coapRequest = "\x43\x01\x05\xcar\x163\xbb.well-known\x04core"
	coapAnswer  = "\x63\x45\x05\xcar\x163\xc1\x28\xff<a>"
)

// What is almost a message is none.
func TestNames(t *testing.T) {
	const crestronAsks, crestronAnswers = "\x14\x00\x00\x00\x01\x04\x00\x03\x00\x00", "\x15\x00\x00\x00"
	zeroes := strings.Repeat("\x00", 262)
	l7test.CheckNames(t, Protos(),
		l7test.OverUDP(categories.Crestron, 40001, crestronAsks+zeroes[:256]),
		l7test.OverUDP(categories.Crestron, 41794, crestronAnswers+zeroes),
		l7test.OverUDP(0, 41794, crestronAsks+"host"), l7test.OverUDP(0, 40001, crestronAnswers+zeroes),
		l7test.OverUDP(0, 40001, coapRequest), l7test.OverUDP(categories.COAP, 40001, coapRequest, coapAnswer),
		l7test.OverUDP(0, 40001, coapRequest, coapAnswer[:3]+"\xcb"+coapAnswer[4:]),
		l7test.OverUDP(0, 5683, "\x43\x01\x05\xcar\x163\xbb.well-know"), l7test.OverUDP(0, 5683,
			"\x43\x01\x05\xcar\x163\xff"),
		l7test.OverUDP(0, 40001, "\xff\xff\x12\x00\x0dabcdefghi\xad"),
		l7test.OverUDP(0, 40001, "\x21\x31\x00\x21"+string(make([]byte, 28))),
		l7test.OverUDP(0, 9999, string(tplinkEncrypt(`{"system":`+"\x01}"))),
		l7test.OverTCP(0, 40001, "\xc2\xfe\x00\x04\x00\x00\x00\x36\x00\x02"),
	)
}

func TestMetadata(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 100, UDP: 8})
	k := l7test.NewTalk(e, l7.UDP, 40000, 5683)
	k.Say(0, []byte(coapRequest))
	require.Equal(t, &CoAP{Method: "GET", Path: "/.well-known/core"}, metadata.Get[CoAP](k.Metadata))
	k = l7test.NewTalk(e, l7.UDP, 5683, 40000)
	k.Say(0, []byte(coapAnswer))
	require.Equal(t, &CoAP{Method: "2.05"}, metadata.Get[CoAP](k.Metadata))
	k = l7test.NewTalk(e, l7.TCP, 40000, 9999)
	k.Segments(0, append([]byte{0, 0, 0, 29}, tplinkEncrypt(`{"system":{"get_sysinfo":{}}}`)...), 3)
	require.Equal(t, &TPLink{Message: `{"system":{"get_sysinfo":{}}}`}, metadata.Get[TPLink](k.Metadata))
}
