package nfstream_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// What flows are: the application, behind the protocol that carries it.
func ExampleOpen() {
	s, err := nfstream.Open("testdata/web.pcap", nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	packets := map[string]uint64{}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		packets[flow.Application()] += flow.Bidirectional().Packets
	}
	for _, application := range []string{"DNS", "HTTP", "TLS", "ICMP"} {
		fmt.Println(application, packets[application])
	}
	// Output:
	// DNS 44
	// HTTP 45
	// TLS 88
	// ICMP 6
}

// What flows are, what kind of use that is of, and whom they are with: by SNI, HTTP's Host or the name asked for in DNS.
func Example_application() {
	for _, capture := range []string{"testdata/tls.pcap", "testdata/quic.pcap", "testdata/ssh.pcap"} {
		s, err := nfstream.Open(capture, nfstream.Config{})
		if err != nil {
			fmt.Println(err)
			return
		}
		for flow, err := range s.Flows(context.Background()) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("%v: %s, %s, %q\n", flow.Dst(), flow.Application(), flow.Category(), flow.ServerName())
			break // ends the run
		}
	}
	// Output:
	// 192.0.2.20:4401: TLS, Web, "tls10.example.test"
	// 192.0.2.20:443: QUIC, Web, "www.example.test"
	// 198.51.100.20:22: SSH, RemoteAccess, ""
}

// What was read of the protocols. The records of a protocol are found by their type, and are nil without any.
func Example_metadata() {
	s, err := nfstream.OpenAll([]string{"testdata/tls.pcap", "testdata/ssh.pcap"}, nfstream.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	seen := map[string]bool{}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if seen[flow.Application()] {
			continue
		}
		seen[flow.Application()] = true
		if m := metadata.Get[tls.Metadata](flow.Metadata()); m != nil {
			fmt.Println(flow.Application(), m.Version, m.JA4)
		}
		if m := metadata.Get[ssh.Metadata](flow.Metadata()); m != nil {
			fmt.Println(flow.Application(), m.Server)
		}
	}
	// Output:
	// TLS TLSv1 t10d090600_c491f621fb4c_195413a0cc0f
	// SSH SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10
}

// The columns of a row, as the command shows them.
func ExampleStreamer_Columns() {
	s, err := nfstream.Open("testdata/tls.pcap", nfstream.Config{
		Fields: []string{"application_name", "requested_server_name", "bidirectional_packets"}, MaxFlows: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		var row []string
		for _, column := range s.Columns() {
			row = append(row, column.Text(flow))
		}
		fmt.Println(strings.Join(row, " "))
	}
	// Output:
	// TLS tls10.example.test 22
	// TLS tls11.example.test 22
}
