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
	return sealFirst(t, first, v, keys, dcid, number, frames)
}

// sealFirst is seal with a first byte.
func sealFirst(t testing.TB, first byte, v Version, keys *Keys, dcid []byte, number byte, frames []byte) []byte {
	t.Helper()
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

// TestConnShuffled spreads a hello over packets in any order, with overlaps, pings, padding and acknowledgements.
// Several packets share a datagram.
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
	good := seal(t, Version1, keys, firstDCID, 0, []byte{framePing})
	require.ErrorIs(t, c.FeedClient(good), ErrDecrypt, "no more is tried")
	c.Reset()
	require.NoError(t, c.FeedClient(good))
	client, server := c.Opened()
	require.Equal(t, []int{1, 0}, []int{client, server})
}

// TestFeedErrors holds Conn to the errors that it documents.
func TestFeedErrors(t *testing.T) {
	keys, _, err := InitialKeys(Version1, firstDCID)
	require.NoError(t, err)
	good := seal(t, Version1, keys, firstDCID, 0, cryptoFrame(0, handshakeMessage(20)))
	bad := seal(t, Version1, keys, []byte{9, 9, 9}, 0, []byte{framePing})
	handshake := []byte{0xe0, 0, 0, 0, 1, 0, 0, 1, 7}
	for _, c := range []struct {
		name     string
		datagram []byte
		want     error
	}{
		{"good", good, nil},
		{"padded", append(good[:len(good):len(good)], 0, 0, 0), nil},
		{"nothing", nil, ErrNotQUIC},
		{"zeroes", make([]byte, 1200), ErrNotQUIC},
		{"text", []byte("\x20text"), ErrNotQUIC},
		{"short header", []byte("\x41abcdefgh"), nil},
		{"handshake", handshake, nil},
		{"handshake before", append(handshake, good...), nil},
		{"version negotiation", []byte{0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, nil},
		{"retry", vector(t, "rfc9001_retry"), nil},
		{"unknown version", []byte{0xc0, 0, 0, 0, 9, 0, 0, 1, 2, 3}, ErrVersion},
		{"reserved version", append([]byte("\xc0\x0a\x1a\x2a\x3a\x08abcdefgh\x00"), make([]byte, 1200)...), ErrVersion},
		{"old version", append([]byte("\xc0\xff\x00\x00\x11\x08abcdefgh\x00"), make([]byte, 1200)...), ErrVersion},
		{"Google's old version", []byte("\xc0Q046\x50abcdefgh1aaaaaaaaaaaa"), ErrVersion},
		{"cut header", []byte{0xc0, 0, 0, 0, 1, 8, 1}, ErrMalformed},
		{"cut packet", good[:len(good)-1], ErrMalformed},
		{"no sample", []byte{0xc0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0}, ErrMalformed},
		{"cut frame", seal(t, Version1, keys, firstDCID, 0, []byte{frameCrypto, 0, 0xbf, 0xff}), ErrMalformed},
		{"long handshake", seal(t, Version1, keys, firstDCID, 0, []byte{frameCrypto, 0x80, 0, 0x80, 0, 1, 7}), ErrTooLong},
		{"other keys", bad, ErrDecrypt},
		{"the first counts", slices.Concat(bad, good[:len(good)-1]), ErrDecrypt},
	} {
		var conn Conn
		require.ErrorIs(t, conn.FeedClient(c.datagram), c.want, c.name)
		require.NoError(t, conn.FeedClient(good), "a later one is good")
		want := c.want
		if c.name == "good" || c.name == "padded" || c.name == "handshake before" || want == ErrTooLong ||
			c.name == "cut frame" || c.name == "the first counts" {
			want = ErrDecrypt // of a client, not of a server
		}
		require.ErrorIs(t, conn.FeedServer(c.datagram), want, c.name)
	}
	var conn Conn
	for range 3 * MaxFailures {
		require.ErrorIs(t, conn.FeedClient(good[:20]), ErrMalformed, "costs nothing")
	}
	require.NoError(t, conn.FeedClient(good))
	require.NotNil(t, conn.ClientHello())
}

// TestOtherVersion is a server that goes over to version 2, and its client that follows (RFC 9369, section 4.1).
func TestOtherVersion(t *testing.T) {
	v1, _, err := InitialKeys(Version1, firstDCID)
	require.NoError(t, err)
	client, server, err := InitialKeys(Version2, firstDCID)
	require.NoError(t, err)
	hello, answer := handshakeMessage(100), handshakeMessage(60)
	first := seal(t, Version1, v1, firstDCID, 0, cryptoFrame(0, hello[:50]))
	second := seal(t, Version2, client, []byte("its own"), 1, cryptoFrame(50, hello[50:]))
	reply := seal(t, Version2, server, nil, 0, cryptoFrame(0, answer))
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}} {
		var c Conn
		for _, i := range order {
			feed := [...]func([]byte) error{c.FeedClient, c.FeedServer, c.FeedClient}[i]
			require.NoError(t, feed([][]byte{first, reply, second}[i]), order)
		}
		require.Equal(t, Version2, c.Version())
		require.Equal(t, hello, c.ClientHello())
		require.Equal(t, answer, c.ServerHello())
	}
}

// TestAnotherAttempt is a client that begins again in another version, as after Version Negotiation (RFC 9000, section 6).
func TestAnotherAttempt(t *testing.T) {
	draft := Version(0xff00001d)
	old, _, err := InitialKeys(draft, firstDCID)
	require.NoError(t, err)
	again := []byte("another id")
	keys, _, err := InitialKeys(Version1, again)
	require.NoError(t, err)
	hello := handshakeMessage(100)
	var c Conn
	require.NoError(t, c.FeedClient(seal(t, draft, old, firstDCID, 0, cryptoFrame(0, handshakeMessage(300)[:200]))))
	require.NoError(t, c.FeedClient(seal(t, Version1, keys, again, 0, cryptoFrame(0, hello))))
	require.Equal(t, Version1, c.Version())
	require.Equal(t, hello, c.ClientHello())
}

// TestFixedBitZero is a server that makes use of the client's leave to (RFC 9287).
func TestFixedBitZero(t *testing.T) {
	client, server, err := InitialKeys(Version1, firstDCID)
	require.NoError(t, err)
	var c Conn
	require.NoError(t, c.FeedClient(seal(t, Version1, client, firstDCID, 0, cryptoFrame(0, handshakeMessage(100)))))
	answer := handshakeMessage(60)
	require.NoError(t, c.FeedServer(sealFirst(t, 0x80, Version1, server, nil, 0, cryptoFrame(0, answer))))
	require.Equal(t, answer, c.ServerHello())
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
