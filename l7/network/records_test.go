//go:build !nfstream_no_network

package network

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestBGPRecord(t *testing.T) {
	open := func(as, rest string) string {
		body := "\x01\x04" + as + "\x00\xb4\xc0\x00\x02\x01" + string(rune(len(rest))) + rest
		return bgpMarker + "\x00" + string(rune(18+len(body))) + body
	}
	for _, c := range []struct {
		want  BGP
		turns []string
	}{
		{BGP{AS: 65001, Identifier: "192.0.2.1"}, []string{open("\xfd\xe9", "")}},
		{BGP{AS: 65001, Peer: 70000, Identifier: "192.0.2.1"}, []string{open("\xfd\xe9", "\x02\x02\x02\x00"),
			open("\x5b\xa0", "\x02\x06\x41\x04\x00\x01\x11\x70")}},
		{BGP{}, []string{bgpMarker + "\x00\x13\x04"}},
	} {
		got := l7test.Record[BGP](t, l7test.Engines(Protos()), l7test.Script{On: l7.TCP, Port: 179, Turns: c.turns})
		require.Equal(t, c.want, got, "%q", c.turns)
	}
}

func TestNATPMPRecord(t *testing.T) {
	got := l7test.Record[NATPMP](t, l7test.Engines(Protos()), l7test.Script{On: l7.UDP, Port: 5351, Turns: []string{"\x00\x00",
		"\x00\x80\x00\x00\x00\x00\x00\x01\xc0\x00\x02\x01", "\x00\x01\x00\x00\x1f\x90\x1f\x90\x00\x00\x0e\x10",
		"\x00\x81\x00\x00\x00\x00\x00\x01\x1f\x90\x1f\x91\x00\x00\x0e\x10"}})
	require.Equal(t, NATPMP{Address: "192.0.2.1", Internal: 8080, External: 8081}, got)
}
