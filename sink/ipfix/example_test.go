package ipfix_test

import (
	"context"
	"fmt"
	"net"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/ipfix"
)

// Flows of a capture go to a collector. This one is in the same process, and counts messages.
func ExampleOpen() {
	collector, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer collector.Close()
	s, err := nfstream.Open("../../testdata/tls.pcap", nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	e, err := ipfix.Open("ipfix://"+collector.LocalAddr().String(), s.Columns(), ipfix.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.Run(context.Background(), e); err != nil {
		fmt.Println(err)
	}
	if err := e.Close(); err != nil {
		fmt.Println(err)
	}
	var message [1400]byte
	n, _, err := collector.ReadFrom(message[:])
	fmt.Println("version", message[1], "a whole message:", n == int(message[2])<<8|int(message[3]), err, "lost:", e.Lost())
	// Output: version 10 a whole message: true <nil> lost: 0
}
