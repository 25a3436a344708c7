package tls

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// helloOf returns the body of a hello of TLS 1.2 with a session identifier and extensions.
func helloOf(id []byte, extensions ...[]byte) []byte {
	body := clientBody(0x0303, []uint16{0xc02f}, []byte{0}, extensions...)
	return slices.Concat(body[:34], []byte{byte(len(id))}, id, body[35:])
}

func TestResumption(t *testing.T) {
	id := slices.Repeat([]byte{7}, 32)
	versions := extension(43, append([]byte{2}, codes(0x0304)...))
	key := extension(41, make([]byte, 8))
	server := func(id []byte, extensions ...[]byte) []byte {
		body := serverBody(0x0303, 0xc02f, extensions...)
		return slices.Concat(body[:34], []byte{byte(len(id))}, id, body[35:])
	}
	for _, c := range []struct {
		name           string
		client, server []byte
		want           string
	}{
		{"none", helloOf(nil), server(id), ""},
		{"identifier", helloOf(id), server(id), "accepted"},
		{"another identifier", helloOf(id), server(slices.Repeat([]byte{8}, 32)), "offered"},
		{"ticket", helloOf(nil, extension(35, []byte("ticket"))), server(nil), "offered"},
		{"no ticket yet", helloOf(nil, extension(35, nil)), server(nil), ""},
		{"TLS 1.3", helloOf(id, versions), server(id, extension(43, codes(0x0304))), ""},
		{"pre-shared key", helloOf(id, versions, key), server(id, extension(43, codes(0x0304)), extension(41, []byte{0, 0})), "accepted"},
		{"refused key", helloOf(id, versions, key), server(id, extension(43, codes(0x0304))), "offered"},
	} {
		f := newFlow(newEngine(16))
		f.Say(0, record(ContentHandshake, message(TypeClientHello, c.client)))
		f.Say(1, record(ContentHandshake, message(TypeServerHello, c.server)))
		require.Equal(t, c.want, metadata.Get[Metadata](f.Metadata).Marks.Resumption(), c.name)
	}
}

func TestMarks(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Say(0, record(ContentHandshake, message(TypeClientHello, helloOf(nil, extension(uint16(ExtECH), []byte{0}),
		extension(10, block16(codes(0x11ec, 29)))))))
	m := metadata.Get[Metadata](f.Metadata)
	require.Equal(t, "ECH", m.Marks.EncryptedHello())
	require.Equal(t, X25519MLKEM768, m.PostQuantum)
	retry := serverBody(0x0303, 0x1302, extension(43, codes(0x0304)), extension(uint16(ExtECH), make([]byte, 8)))
	copy(retry[2:], retryRandom)
	f.Say(1, record(ContentHandshake, message(TypeServerHello, retry)))
	require.Equal(t, "ECH accepted", metadata.Get[Metadata](f.Metadata).Marks.EncryptedHello())
	require.Equal(t, "ESNI", OffersESNI.EncryptedHello())
	require.Empty(t, Marks(0).EncryptedHello())

	f = newFlow(newEngine(16))
	f.Say(0, clientFlight)
	f.Say(1, record(ContentHandshake, message(TypeServerHello, serverBody(0x0303, 0x1301, extension(43, codes(0x0304)),
		extension(51, slices.Concat(codes(0x11ec), block16(make([]byte, 4))))))))
	require.Equal(t, X25519MLKEM768, metadata.Get[Metadata](f.Metadata).Group)
}
