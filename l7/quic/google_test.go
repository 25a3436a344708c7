package quic

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

func chlo(values ...string) []byte {
	b := append([]byte("CHLO"), byte(len(values)/2), 0, 0, 0)
	var body string
	for i := 0; i < len(values); i += 2 {
		var tag Tag
		copy(tag[:], values[i])
		body += values[i+1]
		b = binary.LittleEndian.AppendUint32(append(b, tag[:]...), uint32(len(body)))
	}
	return append(b, body...)
}

var googleHello = chlo("PAD", "----", "SNI", "example.org", "VER", "Q035", "UAID", "Chrome/57")

func TestGoogle(t *testing.T) {
	cid := []byte{1, 2, 3, 4, 5, 6, 7, 8}
	hash := make([]byte, hashLength)
	stream := append([]byte{0xa0, 1, byte(len(googleHello)), 0}, googleHello...)
	for name, p := range map[string][]byte{
		"Q025": slices.Concat([]byte{0x0d}, cid, []byte("Q025\x01"), hash, []byte{0}, stream),
		"Q035": slices.Concat([]byte{0x19}, cid, []byte("Q035\x01\x00"), hash, stream),
		"Q043": slices.Concat([]byte{0x29}, cid, []byte("Q043\x00\x00\x00\x01"), hash, []byte{0x07}, stream),
		"Q046": slices.Concat([]byte{0xc0}, []byte("Q046\x50"), cid, []byte{1}, hash, stream),
	} {
		got, err := ParseGoogle(p)
		require.NoError(t, err, name)
		require.Equal(t, name, got.Version.String())
		require.Equal(t, cid, got.CID)
		require.Equal(t, uint64(1), got.Number, name)
		m, err := ParseMessage(got.Handshake())
		require.NoError(t, err, name)
		require.Equal(t, "CHLO", m.Tag.String())
		require.Equal(t, "example.org", string(m.ServerName()))
		require.Equal(t, "Chrome/57", string(m.UserAgent()))
		for n := range p {
			got, err := ParseGoogle(p[:n])
			if err == nil {
				_, _ = ParseMessage(got.Handshake())
			}
		}
	}
	_, err := ParseGoogle([]byte{0x0d, 1, 2})
	require.ErrorIs(t, err, ErrNotQUIC)
	_, err = ParseGoogle(slices.Concat([]byte{0x0d}, cid, []byte("HTTP/1.1")))
	require.ErrorIs(t, err, ErrNotQUIC)
}

// secondHellos are packets with a client's second CHLO, which follows a rejection that it acknowledges.
func secondHellos() map[string][]byte {
	hash := make([]byte, hashLength)
	stream := append([]byte{0xa4, 1, 0x14, 5, byte(len(googleHello)), 0}, googleHello...)
	times := []byte{2, 1, 1, 2, 3, 4, 0, 1, 2}
	ack := slices.Concat([]byte{0x40, 2, 1, 2, 1}, times)
	blocks := slices.Concat([]byte{0x60, 2, 1, 2, 1, 1, 1, 1}, times)
	old := slices.Concat([]byte{0x40, 0, 2, 1, 2}, times)
	missing := slices.Concat([]byte{0x60, 0, 2, 1, 2}, times, []byte{2, 1, 0, 3, 1, 1, 7})
	return map[string][]byte{
		"Q025": slices.Concat([]byte("\x0cabcdefgh\x03"), hash, []byte{0}, old, []byte{6, 0, 2}, stream),
		"Q033": slices.Concat([]byte("\x0cabcdefgh\x03"), hash, []byte{0}, missing, stream),
		"Q035": slices.Concat([]byte("\x1cabcdefgh\x02\x00"), hash, ack, []byte{6, 1, 0}, stream),
		"Q043": slices.Concat([]byte("\x08abcdefgh\x02"), hash, blocks, []byte{7, 6, 1}, stream),
		"Q046": slices.Concat([]byte("\xc0Q046\x50abcdefgh\x02"), hash, []byte{0x40, 2, 1, 2, 1, 0}, stream),
	}
}

func TestSecondHello(t *testing.T) {
	for name, data := range secondHellos() {
		version := Version(binary.BigEndian.Uint32([]byte(name)))
		p, err := ParseGoogleLater(version, data)
		if version == Q046 {
			require.ErrorIs(t, err, ErrNotQUIC)
			p, err = ParseGoogle(data)
		}
		require.NoError(t, err, name)
		require.Equal(t, version, p.Version)
		m, err := ParseMessage(p.Handshake())
		require.NoError(t, err, name)
		require.Equal(t, "example.org", string(m.ServerName()), name)
		for _, first := range []string{"", "\x0dabcdefgh" + name + "\x01aaaaaaaaaaaa\x00"} {
			f := newFlow(newEngine())
			if version != Q046 {
				f.Say(0, []byte(first))
			}
			f.Say(0, data)
			require.Equal(t, categories.QUIC, f.Flow.Protocol, name)
			require.Equal(t, "example.org", f.Metadata.ServerName, name)
			require.Equal(t, "Chrome/57", f.Metadata.UserAgent, name)
		}
	}
	_, err := ParseGoogleLater(Q043, []byte("\x09abcdefghQ043\x01aaaaaaaaaaaa"))
	require.ErrorIs(t, err, ErrNotQUIC)
	_, err = ParseGoogleLater(Q043, []byte("\x08abcdefgh\x01aaaa"))
	require.ErrorIs(t, err, ErrMalformed)
}

func TestSecondHelloQ050(t *testing.T) {
	keys, _, err := InitialKeys(Q050, firstDCID)
	require.NoError(t, err)
	first, second := chlo("PAD", "----"), googleHello
	frame := func(offset int, data []byte) []byte {
		return append([]byte{frameGoogleCrypto, 0x44, byte(offset), 0x40, byte(len(data))}, data...)
	}
	start := append([]byte{frameGoogleCrypto, 0, byte(len(first))}, first...)
	var c Conn
	require.NoError(t, c.FeedClient(seal(t, Q050, keys, firstDCID, 0, []byte{frameGooglePing})))
	require.Nil(t, c.GoogleHello())
	require.NoError(t, c.FeedClient(seal(t, Q050, keys, firstDCID, 1, start)))
	require.Equal(t, first, c.GoogleHello())
	acked := append([]byte{0x40, 1, 0, 0, 1, 0}, frame(0, second[:40])...)
	require.NoError(t, c.FeedClient(seal(t, Q050, keys, firstDCID, 2, acked)))
	require.NoError(t, c.FeedClient(seal(t, Q050, keys, firstDCID, 3, frame(40, second[40:]))))
	require.Equal(t, second, c.GoogleHello())
	require.NoError(t, c.FeedClient(seal(t, Q050, keys, firstDCID, 1, start)))
	require.Equal(t, second, c.GoogleHello(), "the first again is the past")
}

func TestGoogleQ050(t *testing.T) {
	keys, _, err := InitialKeys(Q050, firstDCID)
	require.NoError(t, err)
	frame := append([]byte{frameGoogleCrypto, 0, 0x40, byte(len(googleHello))}, googleHello...)
	var c Conn
	require.NoError(t, c.FeedClient(seal(t, Q050, keys, firstDCID, 1, frame)))
	require.Nil(t, c.ClientHello())
	require.Nil(t, c.ServerHello())
	m, err := ParseMessage(c.GoogleHello())
	require.NoError(t, err)
	require.Equal(t, "example.org", string(m.ServerName()))
}

func TestMessageErrors(t *testing.T) {
	for n := range googleHello {
		m, err := ParseMessage(googleHello[:n])
		if n < messageStart+4*entryLength {
			require.ErrorIs(t, err, ErrMalformed)
		} else {
			require.NoError(t, err)
			require.Nil(t, m.UserAgent())
		}
	}
	_, err := ParseMessage([]byte("GET / HTTP/1.1"))
	require.ErrorIs(t, err, ErrNotQUIC)
	_, err = ParseMessage([]byte("CHLO\xff\xff\x00\x00"))
	require.ErrorIs(t, err, ErrMalformed)
	backwards := chlo("SNI", "abc", "VER", "Q035")
	binary.LittleEndian.PutUint32(backwards[messageStart+4:], 7)
	binary.LittleEndian.PutUint32(backwards[messageStart+entryLength+4:], 3)
	m, err := ParseMessage(backwards)
	require.NoError(t, err)
	_, ok := m.Find(TagVER)
	require.False(t, ok)
}
