package gopacketsource_test

import (
	"context"
	"fmt"
	"os"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/gopacketsource"
	"github.com/nfstream/nfstream-go/packet"
)

// A reader of pcapgo becomes flows in two lines.
func Example() {
	file, err := os.Open("../../testdata/http.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()

	r, _ := pcapgo.NewReader(file)
	s, err := nfstream.New(gopacketsource.FromReader(r), nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(flow.Src(), flow.Dst(), flow.Application())
		break // ends the run
	}
	// Output:
	// 192.0.2.10:35784 192.0.2.20:80 HTTP
}

// A test makes packets with gopacket, and meters them without a file.
func ExampleFromPackets() {
	b := gopacket.NewSerializeBuffer()
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolUDP, SrcIP: []byte{10, 0, 0, 1}, DstIP: []byte{192, 0, 2, 1}}
	udp := &layers.UDP{SrcPort: 50000, DstPort: 4789}
	err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true}, ip, udp, gopacket.Payload("text"))
	if err != nil {
		fmt.Println(err)
		return
	}
	p := gopacket.NewPacket(b.Bytes(), layers.LayerTypeIPv4, gopacket.Default)
	s, err := nfstream.New(gopacketsource.FromPackets(packet.LinkIPv4, p, p), nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(flow.Src(), flow.Dst(), flow.Bidirectional().Packets, "packets")
	}
	// Output:
	// 10.0.0.1:50000 192.0.2.1:4789 2 packets
}
