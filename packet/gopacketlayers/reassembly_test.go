package gopacketlayers_test

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/reassembly"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/packet/gopacketlayers"
)

// streams is a plug-in that reassembles TCP with gopacket's package reassembly.
type streams struct{ found *[]string }

func (streams) Columns() []nfstream.Column { return nil }

func (s streams) Open(*nfstream.Schema) (nfstream.Hooks, error) {
	var tcp layers.TCP
	parser := gopacketlayers.NewParser(&tcp)
	assembler := reassembly.NewAssembler(reassembly.NewStreamPool(s))
	assemble := func(p *nfstream.Packet, _ *nfstream.Flow) {
		if found, err := parser.Transport(p); err != nil || len(found) == 0 || found[0] != layers.LayerTypeTCP {
			return
		}
		network, _ := gopacketlayers.FlowsOf(p)
		assembler.AssembleWithContext(network, &tcp, at{time.Unix(0, p.Time)})
	}
	return nfstream.Hooks{Init: assemble, Update: assemble, Close: func() error {
		assembler.FlushAll()
		return nil
	}}, nil
}

// at is the time of a packet, for the assembler.
type at struct{ time.Time }

func (a at) GetCaptureInfo() gopacket.CaptureInfo { return gopacket.CaptureInfo{Timestamp: a.Time} }

func (s streams) New(network, transport gopacket.Flow, _ *layers.TCP, _ reassembly.AssemblerContext) reassembly.Stream {
	return &stream{s.found}
}

// stream keeps the first lines of what looks like a request.
type stream struct{ found *[]string }

func (*stream) Accept(*layers.TCP, gopacket.CaptureInfo, reassembly.TCPFlowDirection, reassembly.Sequence, *bool,
	reassembly.AssemblerContext) bool {
	return true
}

func (s *stream) ReassembledSG(sg reassembly.ScatterGather, _ reassembly.AssemblerContext) {
	n, _ := sg.Lengths()
	if line, _, ok := bytes.Cut(sg.Fetch(n), []byte("\r\n")); ok && bytes.HasSuffix(line, []byte("HTTP/1.1")) {
		*s.found = append(*s.found, string(line))
	}
}

func (*stream) ReassemblyComplete(reassembly.AssemblerContext) bool { return true }

// A plug-in hands the TCP segments that the meter has decoded to gopacket's assembler, which yields the bytes of streams.
func Example_reassembly() {
	var found []string
	s, err := nfstream.Open("../../testdata/http.pcap", nfstream.Config{Workers: 1, Plugins: []nfstream.Plugin{streams{&found}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(len(found), "requests, the first of them", found[0])
	// Output:
	// 52 requests, the first of them GET /small HTTP/1.1
}
