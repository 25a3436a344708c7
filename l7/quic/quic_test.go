package quic

import (
	"crypto/aes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// seal makes an Initial packet of frames.
func seal(t testing.TB, v Version, keys *Keys, dcid []byte, number byte, frames []byte) []byte {
	t.Helper()
	first := byte(0xc0)
	if v == Version2 {
		first = 0xd0
	}
	b := binary.BigEndian.AppendUint32([]byte{first}, uint32(v))
	b = append(append(b, byte(len(dcid))), dcid...)
	b = append(b, 0, 0)
	if len(frames) < 20 {
		frames = append(frames, make([]byte, 20-len(frames))...)
	}
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(1+len(frames)+16))
	at := len(b)
	b = append(b, number)
	keys.setNonce(int64(number))
	b = keys.aead.Seal(b, keys.nonce[:], frames, b)
	var mask [aes.BlockSize]byte
	keys.header.Encrypt(mask[:], b[at+sampleOffset:at+sampleOffset+aes.BlockSize])
	b[0] ^= mask[0] & 0x0f
	b[at] ^= mask[1]
	return b
}

func cryptoFrame(offset int, data []byte) []byte {
	b := []byte{frameCrypto}
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(offset))
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(len(data)))
	return append(b, data...)
}

func handshakeMessage(n int) []byte {
	b := make([]byte, 4+n)
	for i := range b {
		b[i] = byte(i * 11)
	}
	copy(b, []byte{1, 0, byte(n >> 8), byte(n)})
	return b
}

// TestConnShuffled spreads a hello over packets, several of which share a datagram, with overlaps, pings, padding and
// acknowledgements, in any order.
func TestConnShuffled(t *testing.T) {
	hello := handshakeMessage(3000)
	keys, _, err := InitialKeys(Version1, firstDCID)
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var packets [][]byte
		for at, n := 0, byte(0); at < len(hello); n++ {
			to, from := min(at+1+rng.IntN(500), len(hello)), max(0, at-rng.IntN(30))
			frames := []byte{framePing, framePadding, frameACK, 5, 0, 1, 0, 0, 0}
			frames = append(frames, cryptoFrame(from, hello[from:to])...)
			packets = append(packets, seal(t, Version1, keys, firstDCID, n, frames))
			at = to
		}
		rng.Shuffle(len(packets), func(i, j int) { packets[i], packets[j] = packets[j], packets[i] })
		var c Conn
		for len(packets) > 0 {
			n := min(1+rng.IntN(3), len(packets))
			require.NoError(t, c.FeedClient(append(slices.Concat(packets[:n]...), 0, 0)))
			packets = packets[n:]
		}
		require.Equal(t, hello, c.ClientHello())
		require.Nil(t, c.ServerHello())
	}
}

// TestConnRetry follows the client to another connection id.
func TestConnRetry(t *testing.T) {
	hello := handshakeMessage(100)
	var c Conn
	for i, dcid := range [][]byte{firstDCID, {1, 2, 3, 4}, {5, 6, 7, 8, 9}} {
		keys, _, err := InitialKeys(Version2, dcid)
		require.NoError(t, err)
		part := 40 * i
		frame := cryptoFrame(part, hello[part:min(part+40, len(hello))])
		require.NoError(t, c.FeedClient(seal(t, Version2, keys, dcid, byte(i), frame)))
	}
	require.Equal(t, hello, c.ClientHello())
}

func TestConnLimits(t *testing.T) {
	keys, _, err := InitialKeys(Version1, firstDCID)
	require.NoError(t, err)
	var c Conn
	far := []byte{frameCrypto, 0x80, 0, 0x80, 0, 1, 7}
	require.ErrorIs(t, c.FeedClient(seal(t, Version1, keys, firstDCID, 0, far)), ErrTooLong)
	require.NoError(t, c.FeedClient(seal(t, Version1, keys, firstDCID, 1, []byte{frameCrypto, 0x7f, 0xff, 1, 7})))
	require.LessOrEqual(t, len(c.client.crypto.buf), MaxCrypto)
	cut := []byte{frameCrypto, 0, 0xbf, 0xff}
	require.ErrorIs(t, c.FeedClient(seal(t, Version1, keys, firstDCID, 2, cut)), ErrMalformed)

	c.Reset()
	bad := seal(t, Version1, keys, []byte{9, 9, 9}, 0, []byte{framePing})
	for range MaxFailures {
		require.ErrorIs(t, c.FeedClient(bad), ErrDecrypt)
	}
	require.NoError(t, c.FeedClient(bad), "no more is tried")
	c.Reset()
	require.NoError(t, c.FeedClient(seal(t, Version1, keys, firstDCID, 0, []byte{framePing})))
	client, server := c.Opened()
	require.Equal(t, []int{1, 0}, []int{client, server})
}

func TestHeaders(t *testing.T) {
	for name, bad := range map[string][]byte{
		"nothing": nil, "no bits": {0x10, 1, 2}, "cut": {0xc0, 0, 0, 0, 1, 8, 1},
		"cut length": {0xc0, 0, 0, 0, 1, 0, 0, 0, 0x44, 0}, "no versions": {0x80, 0, 0, 0, 0, 0, 0},
	} {
		_, _, err := ParseHeader(bad)
		require.Error(t, err, name)
	}
	h, _, err := ParseHeader([]byte{0x80, 0, 0, 0, 0, 1, 7, 1, 8, 0, 0, 0, 1, 0x6b, 0x33, 0x43, 0xcf})
	require.NoError(t, err)
	require.Equal(t, Negotiation, h.Type)
	require.Equal(t, []Version{Version1, Version2}, slices.Collect(h.Versions()))

	h, _, err = ParseHeader([]byte{0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 1, 7, 0})
	require.NoError(t, err)
	require.Equal(t, Opaque, h.Type)
	require.Equal(t, "Ver-Negotiation", h.Version.String())

	h, _, err = ParseHeader([]byte{0x41, 2, 3})
	require.NoError(t, err)
	require.Equal(t, Short, h.Type)

	h, rest, err := ParseHeader([]byte{0xd0, 0, 0, 0, 1, 0, 0, 2, 9, 9, 0xe0, 0})
	require.NoError(t, err)
	require.Equal(t, ZeroRTT, h.Type)
	require.Len(t, rest, 2)
}

func TestVersions(t *testing.T) {
	for v, want := range map[Version]string{
		Version1: "V-1", Version2: "V-2", 0xff00001d: "Draft-29", 0xff000017: "Draft-23", Q046: "Q046", Q025: "Q025",
		T051: "T051", MVFST22: "MVFST-22", MVFST27: "MVFST-27", MVFSTExperimental: "MVFST-EXP",
		0x0a1a2a3a: "Ver-Negotiation", 0: "Unknown (0000)", 0x12345678: "Unknown (12345678)",
	} {
		require.Equal(t, want, v.String())
	}
	for _, v := range []Version{Version1, Version2, Version2Draft, 0xff000016, 0xff000022, Q024, Q050, T051, MVFST27} {
		require.True(t, v.Known(), v)
	}
	for _, v := range []Version{0, 5, 0xff000001, 0x0a0a0a0a, 0x51393939} {
		require.False(t, v.Known(), v)
		_, _, err := InitialKeys(v, firstDCID)
		require.ErrorIs(t, err, ErrVersion)
	}
}
