package record

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/packet"
)

// synPacket returns a SYN with the given time to live, window and options in hex.
func synPacket(ttl uint8, window uint16, options string) *packet.Packet {
	o, _ := hex.DecodeString(options)
	data := make([]byte, 20+tcpHeader, 20+tcpHeader+len(o))
	data[8] = ttl
	data = append(data, o...)
	p := &packet.Packet{Data: data, Transport: 20, Payload: uint32(len(data)), End: uint32(len(data)), Window: window,
		Flags: packet.SYN}
	p.Key.Ver, p.Key.Proto = 4, protoTCP
	return p
}

func TestTCPFingerprints(t *testing.T) {
	for _, c := range []struct {
		ttl     uint8
		window  uint16
		options string
		want    string
	}{
		{64, 5840, "020405b4", "2_64_5840_6bbe28597824"},
		{64, 64240, "020405b40402080a38f619c50000000001030307", "2_64_64240_2e3cee914fc1"},
		{118, 64240, "020405b40103030801010402", "2_128_64240_6bb88f5575fd"},
		{57, 65535, "020405b4010303050101080a337492380000000004020000", "2_64_65535_15db81ff8b0d"},
		{200, 1, "", "2_255_1_e3b0c44298fc"},
	} {
		var s SYN
		s.Count(synPacket(c.ttl, c.window, c.options))
		require.Equal(t, c.want, string(s.AppendFingerprint(nil)))
	}
}

func TestOnlyTheFirstSYNCounts(t *testing.T) {
	var s SYN
	answer := synPacket(64, 1, "020405b4")
	answer.Flags |= packet.ACK
	s.Count(answer)
	require.Empty(t, s.AppendFingerprint(nil))
	s.Count(synPacket(64, 5840, "020405b4"))
	s.Count(synPacket(64, 9999, ""))
	require.Equal(t, "2_64_5840_6bbe28597824", string(s.AppendFingerprint(nil)))
}

func FuzzSYN(f *testing.F) {
	f.Add(uint8(64), "020405b40402080a38f619c50000000001030307")
	f.Add(uint8(0), "08010000")
	f.Fuzz(func(t *testing.T, ttl uint8, options string) {
		var s SYN
		s.Count(synPacket(ttl, 1, options))
		require.Regexp(t, `^2_\d+_1_[0-9a-f]{12}$`, string(s.AppendFingerprint(nil)))
	})
}
