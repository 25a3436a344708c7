package quic

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzHeader(f *testing.F) {
	f.Add(vector(f, "rfc9001_server"))
	f.Add(vector(f, "rfc9369_retry"))
	f.Add([]byte{0x80, 0, 0, 0, 0, 1, 7, 1, 8, 0, 0, 0, 1})
	f.Add([]byte("\xc0Q046\x50abcdefgh1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for rest := data; len(rest) > 0; {
			h, behind, _ := ParseHeader(rest)
			require.Less(t, len(behind), len(rest))
			require.LessOrEqual(t, h.number, len(h.Packet))
			for v := range h.Versions() {
				_ = v.String()
			}
			_ = VerifyRetry(&h, firstDCID)
			rest = behind
		}
		var c Conn
		_ = c.FeedClient(data)
		_ = c.FeedServer(data)
	})
}

// FuzzFrames seals what the fuzzer makes up, and splits it over two packets.
func FuzzFrames(f *testing.F) {
	client, _, err := InitialKeys(Version1, firstDCID)
	require.NoError(f, err)
	f.Add(cryptoFrame(0, handshakeMessage(50)), cryptoFrame(20, handshakeMessage(5)))
	f.Add([]byte{frameACKECN, 9, 0, 2, 0, 1, 1, 1, 1, 0, 0, 0}, []byte{0x1c})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if len(a) > 4096 || len(b) > 4096 {
			return
		}
		var c Conn
		_ = c.FeedClient(seal(t, Version1, client, firstDCID, 0, a))
		_ = c.FeedClient(seal(t, Version1, client, firstDCID, 1, b))
		require.LessOrEqual(t, len(c.client.crypto.buf), MaxCrypto)
		require.LessOrEqual(t, c.client.crypto.prefix, len(c.client.crypto.buf))
		_ = c.ClientHello()
	})
}

func FuzzGoogle(f *testing.F) {
	f.Add(append([]byte("\x0dabcdefghQ025\x01aaaaaaaaaaaa\x00\xa0\x01\x00\x01"), googleHello...))
	f.Add(append([]byte("\xc0Q046\x50abcdefgh1aaaaaaaaaaaa\xa0\x01\x00\x01"), googleHello...))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _ := ParseGoogle(data)
		for _, message := range [][]byte{p.Handshake(), data} {
			m, _ := ParseMessage(message)
			_ = m.Tag.String()
			_ = m.UserAgent()
		}
	})
}

func FuzzParameters(f *testing.F) {
	f.Add([]byte("\x01\x01\x1e\x71\x29\x09Chrome/97"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, v := range []Version{Version1, 0xff000017} {
			n := 0
			for _, value := range ParseParameters(v, data).All() {
				n += 2 + len(value)
			}
			require.LessOrEqual(t, n, len(data))
		}
	})
}
