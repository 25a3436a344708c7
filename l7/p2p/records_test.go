package p2p_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/p2p"
)

func readOf(on l7.Transport, port uint16, size int, turns ...string) *metadata.Set {
	k := l7test.Script{On: on, Port: port, Size: size, Turns: turns}.
		Play(l7.NewEngine(l7.Compile(p2p.Protos()), l7.Limits{TCP: 10_000, UDP: 32}))
	if !k.Flow.Decided() {
		k.End()
	}
	return k.Metadata
}

// The programs, devices and users of peers.
func TestPrograms(t *testing.T) {
	const user = "0123456789abcdef\x01\x02\x03\x04\x36\x12"
	for _, size := range []int{0, 1, 17} {
		set := readOf(l7.TCP, 6346, size, "GNUTELLA CONNECT/0.6\r\nUser-Agent: LimeWire/4\r\n\r\n",
			"GNUTELLA/0.6 200 OK\r\nUser-Agent: gtk-gnutella/1\r\n\r\n")
		require.Equal(t, "LimeWire/4", set.ClientText)
		require.Equal(t, "gtk-gnutella/1", set.ServerText)
		set = readOf(l7.TCP, 4662, size, "\xe3\x27\x00\x00\x00\x01\x10"+user+"\x01\x00\x00\x00\x02\x01\x00\x01\x05\x00alice",
			"\xe3\x22\x00\x00\x00\x4c"+user+"\x01\x00\x00\x00\x82\x01\x03\x00bob")
		require.Equal(t, "alice", set.ClientText)
		require.Equal(t, "bob", set.ServerText)
	}
	// The example of Syncthing, Understanding Device IDs.
	const id = "\x0a\x20" + "asdlasdlasdlasdlasdlasdlasdlasdl"
	require.Equal(t, "MFZWI3D-BONSGYC-YLTMRWG-C43ENR5-QXGZDMM-FZWI3DP-BONSGYY-LTMRWAD",
		readOf(l7.UDP, 21027, 0, "\x2e\xa7\xd9\x0b"+id+"\x12\x06tcp://").ClientText)
	require.Nil(t, readOf(l7.UDP, 21027, 0, "\x2e\xa7\xd9\x0b\x0a\x10abc"))
}
