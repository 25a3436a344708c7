package nfstream_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// segment is a TCP segment of the conversation of one client and one server.
type segment struct {
	ms      int    // since the first
	port    uint16 // of the client
	server  uint16 // port of the server
	back    bool   // from the server
	flags   uint8
	payload int // bytes
}

const ack, push = packet.ACK, packet.ACK | packet.PSH

// browsing is a connection with TLS, and one with HTTP.
var browsing = []segment{
	{0, 50001, 443, false, packet.SYN, 0}, {20, 50001, 443, true, packet.SYN | ack, 0},
	{21, 50001, 443, false, ack, 0}, {22, 50001, 443, false, push, 517},
	{45, 50001, 443, true, ack, 1400}, {46, 50001, 443, true, push, 1100},
	{47, 50001, 443, false, ack, 0}, {49, 50001, 443, false, push, 80}, {50, 50001, 443, false, push, 220},
	{75, 50001, 443, true, push, 900}, {95, 50001, 443, false, ack, 0},
	{100, 50002, 80, false, packet.SYN, 0}, {120, 50002, 80, true, packet.SYN | ack, 0},
	{121, 50002, 80, false, push, 120},
	{141, 50002, 80, true, ack, 1400}, {142, 50002, 80, true, ack, 1400}, {143, 50002, 80, true, ack, 1400},
	{144, 50002, 80, false, ack, 0}, {145, 50002, 80, true, push, 300},
	{150, 50002, 80, false, packet.FIN | ack, 0}, {170, 50002, 80, true, packet.FIN | ack, 0},
	{171, 50002, 80, false, ack, 0},
	{900, 50001, 443, false, packet.FIN | ack, 0}, {920, 50001, 443, true, packet.FIN | ack, 0},
}

// replay is a capture.Source: it makes frames of segments.
type replay struct{ segments []segment }

func (r *replay) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	for range min(len(r.segments), 8) {
		s := r.segments[0]
		r.segments = r.segments[1:]
		at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(s.ms) * time.Millisecond)
		data := s.frame()
		b.Append(capture.Frame{Data: data, Time: at.UnixNano(), Length: uint32(len(data)), Link: packet.LinkIPv4})
	}
	if len(r.segments) == 0 {
		return io.EOF
	}
	return ctx.Err()
}

func (r *replay) Stats() capture.Stats { return capture.Stats{} }
func (r *replay) Close() error         { return nil }

// frame returns the segment behind an IPv4 header.
func (s segment) frame() []byte {
	b := make([]byte, 40+s.payload)
	b[0], b[8], b[9] = 0x45, 64, 6
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	client, server := []byte{10, 0, 0, 1}, []byte{192, 0, 2, 80}
	if s.back {
		client, server, s.port, s.server = server, client, s.server, s.port
	}
	copy(b[12:], client)
	copy(b[16:], server)
	binary.BigEndian.PutUint16(b[20:], s.port)
	binary.BigEndian.PutUint16(b[22:], s.server)
	b[32], b[33] = 5<<4, s.flags
	return b
}

// New meters whatever a capture.Source of one's own brings.
func ExampleNew() {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		sent, received := flow.SrcToDst(), flow.DstToSrc()
		fmt.Printf("%v to %v: %d packets, %d bytes there, %d bytes back, in %v\n", flow.Src(), flow.Dst(),
			flow.Bidirectional().Packets, sent.IPBytes, received.IPBytes, flow.Bidirectional().Duration())
	}
	// Output:
	// 10.0.0.1:50001 to 192.0.2.80:443: 13 packets, 1137 bytes there, 3600 bytes back, in 920ms
	// 10.0.0.1:50002 to 192.0.2.80:80: 11 packets, 320 bytes there, 4740 bytes back, in 71ms
}
