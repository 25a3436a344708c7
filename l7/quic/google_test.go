package quic

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
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

func TestGoogleQ050(t *testing.T) {
	keys, _, err := InitialKeys(Q050, firstDCID)
	require.NoError(t, err)
	frame := append([]byte{frameQ050Crypt, 0, 0x40, byte(len(googleHello))}, googleHello...)
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
