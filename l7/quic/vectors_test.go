package quic

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/nfstream/nfstream-go/l7/tls"
)

// firstDCID is the connection id of the vectors' client.
var firstDCID = []byte{0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08}

// vector reads a file of hex.
func vector(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".hex"))
	require.NoError(t, err)
	b, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	require.NoError(t, err)
	return b
}

var vectorVersions = map[string]Version{"rfc9001": Version1, "rfc9369": Version2}

// TestInitialVectors opens the packets of RFC 9001, appendices A.2 and A.3, and of RFC 9369, appendices A.2 and A.3.
func TestInitialVectors(t *testing.T) {
	for name, version := range vectorVersions {
		client, server, err := InitialKeys(version, firstDCID)
		require.NoError(t, err)

		h, rest, err := ParseHeader(vector(t, name+"_client"))
		require.NoError(t, err)
		require.Empty(t, rest)
		require.Equal(t, Initial, h.Type)
		require.Equal(t, version, h.Version)
		require.Equal(t, firstDCID, h.DCID)
		number, frames, err := client.Open(&h, -1, nil)
		require.NoError(t, err)
		require.Equal(t, int64(2), number)
		want := vector(t, "client_frames")
		require.Equal(t, want, frames[:len(want)])
		require.Equal(t, make([]byte, len(frames)-len(want)), frames[len(want):])
		_, _, err = server.Open(&h, -1, nil)
		require.ErrorIs(t, err, ErrDecrypt)

		h, _, err = ParseHeader(vector(t, name+"_server"))
		require.NoError(t, err)
		number, frames, err = server.Open(&h, -1, nil)
		require.NoError(t, err)
		require.Equal(t, int64(1), number)
		require.Equal(t, vector(t, "server_frames"), frames)
	}
}

func TestConnVectors(t *testing.T) {
	for name, version := range vectorVersions {
		var c Conn
		require.ErrorIs(t, c.FeedServer(vector(t, name+"_server")), ErrDecrypt)
		require.NoError(t, c.FeedClient(vector(t, name+"_client")))
		require.NoError(t, c.FeedServer(vector(t, name+"_server")))
		require.Equal(t, version, c.Version())
		client, err := tls.ParseClientHello(c.ClientHello())
		require.NoError(t, err)
		require.Equal(t, "example.com", string(client.ServerName))
		require.Equal(t, "alpn", client.ALPN.String())
		id, ok := ParseParameters(version, client.QUICParameters).Find(ParamInitialSourceID)
		require.True(t, ok)
		require.Equal(t, firstDCID, id)
		server, err := tls.ParseServerHello(c.ServerHello())
		require.NoError(t, err)
		require.Equal(t, "TLS_AES_128_GCM_SHA256", server.CipherSuite.String())
		require.Equal(t, "771,4865,51-43", server.JA3S())
	}
}

// TestRetryVectors checks the packets of appendix A.4 of either RFC.
func TestRetryVectors(t *testing.T) {
	for name := range vectorVersions {
		data := vector(t, name+"_retry")
		h, _, err := ParseHeader(data)
		require.NoError(t, err)
		require.Equal(t, Retry, h.Type)
		require.Equal(t, "token", string(h.Token))
		require.True(t, VerifyRetry(&h, firstDCID))
		require.False(t, VerifyRetry(&h, firstDCID[1:]))
		data[20] ^= 1
		require.False(t, VerifyRetry(&h, firstDCID))
	}
}

// TestShortHeaderVectors opens the packets of appendix A.5 of either RFC, which package quic only derives keys for.
func TestShortHeaderVectors(t *testing.T) {
	const traffic = "9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b"
	for _, v := range []struct{ prefix, key, iv, header, update, packet string }{{
		"quic ", "c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8", "e0459b3474bdd0e44a41c144",
		"25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4",
		"1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9", "655e5cd55c41f69080575d7999c25a5bfb",
	}, {
		"quicv2 ", "3bfcddd72bcf02541d7fa0dd1f5f9eeea817e09a6963a0e6c7df0f9a1bab90f2", "a6b5bc6ab7dafce30ffff5dd",
		"d659760d2ba434a226fd37b35c69e2da8211d10c4f12538787d65645d5d1b8e2",
		"c69374c49e3d2a9466fa689e49d476db5d0dfbc87d32ceeaa6343fd0ae4c7d88", "0ae7b6b932bc27d786f4bc2bb20f2162ba",
	}} {
		raw, err := hex.DecodeString(traffic)
		require.NoError(t, err)
		expand := func(label string, n int) []byte {
			b := (*secret)(raw).expandTo(v.prefix+label, n)
			return b[:n]
		}
		key, iv := expand("key", 32), expand("iv", nonceLength)
		require.Equal(t, v.key, hex.EncodeToString(key))
		require.Equal(t, v.iv, hex.EncodeToString(iv))
		require.Equal(t, v.header, hex.EncodeToString(expand("hp", 32)))
		require.Equal(t, v.update, hex.EncodeToString(expand("ku", 32)))

		aead, err := chacha20poly1305.New(key)
		require.NoError(t, err)
		k := Keys{iv: [nonceLength]byte(iv)}
		k.setNonce(654360564)
		packet, err := hex.DecodeString(v.packet)
		require.NoError(t, err)
		frames, err := aead.Open(nil, k.nonce[:], packet, []byte{0x42, 0x00, 0xbf, 0xf4})
		require.NoError(t, err)
		require.True(t, bytes.Equal([]byte{framePing}, frames))
	}
}

// TestDecodeNumber has the example of RFC 9000, appendix A.3, and the ends of the window.
func TestDecodeNumber(t *testing.T) {
	require.Equal(t, int64(0xa82f9b32), decodeNumber(0x9b32, 2, 0xa82f30ea))
	require.Equal(t, int64(0), decodeNumber(0, 1, -1))
	require.Equal(t, int64(255), decodeNumber(255, 1, 200))
	require.Equal(t, int64(256), decodeNumber(0, 1, 254))
}
