package filter_test

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

func BenchmarkMatch(b *testing.B) {
	frame := bytesOf(b, macs+"0800"+ipv4TCP)
	for _, e := range []string{
		"ip", "tcp port 443", "udp port 53", "host 10.0.0.7 or net 192.168.0.0/16",
		"tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and not port 22",
		"vlan 100 or host fe80::1 or tcp port 8443",
	} {
		p, err := filter.Compile(e, packet.LinkEthernet)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.ReplaceAll(e, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Match(frame, len(frame))
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for name, e := range map[string]string{
		"short": "tcp port 443", "long": "host 10.0.0.1" + strings.Repeat(" or 10.0.0.2", 500),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := filter.Compile(e, packet.LinkEthernet); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
