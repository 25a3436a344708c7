package packet_test

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// A Decoder fills a Packet for each frame of a capture. The innermost packet of a tunnel counts.
func ExampleDecoder() {
	source, err := capture.OpenFile("../testdata/vxlan.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer source.Close()
	decoder := packet.NewDecoder(packet.Options{Tunnels: true})
	var batch capture.Batch
	var counts packet.Counts
	for shown := false; err == nil; {
		err = source.Next(context.Background(), &batch)
		for _, f := range batch.Frames {
			p := packet.Packet{Data: f.Data, Time: f.Time, WireLength: f.Length, Link: f.Link}
			status := decoder.Decode(&p, f.Link)
			counts.Count(status, &p)
			if status == packet.OK && p.Key.Tunnel == packet.TunnelVXLAN && !shown {
				fmt.Println(p.Src(), p.Dst(), p.IPLength, "bytes in VXLAN")
				shown = true
			}
		}
	}
	fmt.Println(errors.Is(err, io.EOF), counts[packet.OK] > 0)
	// Output:
	// 203.0.113.10:0 203.0.113.20:0 84 bytes in VXLAN
	// true true
}
