//go:build !nfstream_no_industrial

package industrial

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestMetadata(t *testing.T) {
	identity := "\x63\x00\x36\x00" + strings.Repeat("\x00", 20) + "\x01\x00\x0c\x00\x30\x00" + strings.Repeat("\x00",
		32) + "\x0eSome device 14\x03"
	for _, c := range []struct {
		script l7test.Script
		want   any
	}{
		{l7test.Script{On: l7.TCP, Port: 502, Turns: []string{"\x00\xd1\x00\x00\x00\x06\x01\x03\x00\x01\x00\x01"}},
			&Modbus{Unit: 1, Function: 3}},
		{l7test.Script{On: l7.TCP, Port: 20000,
			Turns: []string{"\x05\x64\x08\xc4\x04\x00\x03\x00\xb4\xb8\xc0\xd7\x00\x7a\xce"}},
			&DNP3{Source: 3, Destination: 4}},
		{l7test.Script{On: l7.TCP, Port: 4840,
			Turns: []string{"HELF\x2a\x00\x00\x00\x00\x00\x00\x00" + strings.Repeat("\x00",
				16) + "\x0a\x00\x00\x00opc.tcp://"}},
			&OPCUA{Endpoint: "opc.tcp://"}},
		{l7test.Script{On: l7.TCP, Port: 2404, Turns: []string{"\x68\x04\x07\x00\x00\x00", "\x68\x04\x0b\x00\x00\x00",
			"\x68\x0e\x00\x00\x00\x00\x64\x01\x06\x00\x0a\x00\x00\x00\x00\x14"}}, &IEC104{Type: 100, Address: 10}},
		{l7test.Script{On: l7.UDP, Port: 44818, Turns: []string{identity}}, &EtherNetIP{Command: 0x63,
			Product: "Some device 14"}},
		{l7test.Script{On: l7.UDP, Port: 30490, Turns: []string{someIPCall}}, &SOMEIP{Service: 0x1234, Method: 8}},
	} {
		for _, size := range []int{0, 1, 5} {
			if c.script.On == l7.UDP && size > 0 {
				continue
			}
			c.script.Size = size
			k := c.script.Play(l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 100, UDP: 8}))
			k.End()
			want := &metadata.Set{}
			require.Equal(t, want.With(c.want), k.Metadata, "%q in segments of %d", c.script.Turns, size)
		}
	}
}
