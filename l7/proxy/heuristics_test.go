//go:build !nfstream_no_proxy

package proxy

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(b)
	b[0] |= 0x80
	return string(b)
}

func TestHeuristics(t *testing.T) {
	const tls, encrypted, openvpn = categories.ObfuscatedTLS, categories.FullyEncrypted, categories.OpenVPN
	reset, server, acknowledgement, control := "\x11"+random(13), "\x22"+random(25), "\x33"+random(21), "\x44"+random(300)
	framed := func(packet string) string { return string([]byte{byte(len(packet) >> 8), byte(len(packet))}) + packet }
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	flows := []l7test.Named{
		tcp(tls, 40001, random(600), random(3000), random(300), random(100)),
		tcp(tls, 40001, "", random(600), random(3000), random(300), random(100)),
		tcp(encrypted, 40001, random(600), random(3000), random(300)),
		tcp(encrypted, 40001, random(600), random(100)),
		tcp(encrypted, 40001, random(40), random(40), random(40), random(40)),
		tcp(0, 40001, random(600)), tcp(0, 40001, random(31), random(600)),
		tcp(0, 40001, "secret"+random(600), random(3000)), tcp(0, 40001, strings.Repeat("\x80\x00", 300), random(3000)),
		tcp(0, 40001, random(40)+strings.Repeat("text", 6), random(3000)), tcp(0, 40001, strings.Repeat("\xffab", 200), random(3000)),
		udp(openvpn, 40001, reset, server, acknowledgement, "\x33"+random(25), control, control),
		udp(openvpn, 40001, reset, server, control, acknowledgement, "", control),
		udp(0, 40001, reset, server, control, "\x34"+random(21), "", "\x45"+random(200)),
		udp(0, 40001, reset, server[:25], control, acknowledgement, "", control), udp(0, 40001, reset, server, "\x11"+random(300)),
		udp(0, 40001, random(15), server, control, acknowledgement, "", control), udp(0, 40001, reset, "\x11"+server[1:], control, control),
		tcp(openvpn, 40001, framed(reset), framed(server), framed(control)),
		tcp(openvpn, 40001, framed(reset), framed(server)+framed(control), framed(acknowledgement)),
		tcp(encrypted, 40001, framed(random(86)), framed(random(99)), framed(control)), tcp(0, 40001, framed(reset), framed(server)),
	}
	l7test.CheckNames(t, Heuristics(), flows...)
	e := l7.NewEngine(l7.Compile(Heuristics()), l7.Limits{TCP: 100, UDP: 16})
	for _, f := range flows {
		k := f.Play(e)
		k.End()
		if k.Flow.Protocol != 0 {
			require.Equal(t, l7.ByShape, k.Flow.Confidence)
		}
	}
}

func FuzzHeuristics(f *testing.F) {
	l7test.Fuzzing{Protos: Heuristics(), Port: 40001}.Flow(f,
		[2]string{random(600), random(3000)}, [2]string{"\x11" + random(13), "\x22" + random(25)},
	)
}
