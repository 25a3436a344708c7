package spec_test

import (
	"bytes"
	"fmt"
	"net"
	"testing"
	"time"

	utls "github.com/refraction-networking/utls"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tls/spec"
)

// hello returns the handshake message that a browser's preset sends.
func hello(t testing.TB, id utls.ClientHelloID, s *utls.ClientHelloSpec) []byte {
	t.Helper()
	client, server := net.Pipe()
	defer client.Close()
	defer server.Close()
	c := utls.UClient(client, &utls.Config{ServerName: "example.org"}, id)
	if s != nil {
		require.NoError(t, c.ApplyPreset(s))
	}
	go c.Handshake()
	require.NoError(t, server.SetReadDeadline(time.Now().Add(time.Minute)))
	var stream tls.Stream
	var message []byte
	for buf := make([]byte, 4096); message == nil; {
		n, err := server.Read(buf)
		require.NoError(t, err)
		require.NoError(t, stream.Feed(buf[:n], func(e tls.Event) bool {
			message = append([]byte{1, 0, byte(e.Length >> 8), byte(e.Length)}, e.Body...)
			return false
		}))
	}
	return message
}

func TestMimicry(t *testing.T) {
	ids := []utls.ClientHelloID{utls.HelloChrome_133, utls.HelloFirefox_120, utls.HelloSafari_16_0, utls.HelloIOS_14}
	for _, id := range ids {
		captured := hello(t, id, nil)
		s, err := spec.FromClientHello(captured)
		require.NoError(t, err)
		want, err := tls.ParseClientHello(captured)
		require.NoError(t, err)
		got, err := tls.ParseClientHello(hello(t, utls.HelloCustom, s))
		require.NoError(t, err)
		require.Equal(t, want.JA3(), got.JA3())
		require.Equal(t, want.JA4(tls.OverTCP), got.JA4(tls.OverTCP))

		s, err = spec.FromBody(captured[4:])
		require.NoError(t, err)
		require.Equal(t, len(s.CipherSuites), want.CipherSuites.Len())
	}
}

func TestTooLong(t *testing.T) {
	_, err := spec.FromBody(make([]byte, 1<<16))
	require.ErrorIs(t, err, spec.ErrTooLong)
	_, err = spec.FromClientHello(make([]byte, 1<<16))
	require.ErrorIs(t, err, spec.ErrTooLong)
	_, err = spec.FromClientHello([]byte("GET"))
	require.Error(t, err)
}

func ExampleFromClientHello() {
	captured := bytes.Join([][]byte{
		{1, 0, 0, 45, 3, 3}, make([]byte, 32), {0, 0, 4, 0x13, 0x01, 0xc0, 0x2f, 1, 0, 0, 0},
	}, nil)
	s, err := spec.FromClientHello(captured)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, suite := range s.CipherSuites {
		fmt.Println(tls.CipherSuite(suite))
	}
	// Output:
	// TLS_AES_128_GCM_SHA256
	// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
}
