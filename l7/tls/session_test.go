package tls

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestHandshake13(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Say(0, clientFlight)
	require.Equal(t, "graph.facebook.com", f.Metadata.ServerName)
	require.Equal(t, "TLSv1.2", metadata.Get[Metadata](f.Metadata).Version)
	require.False(t, f.Flow.Decided())
	f.Say(1, server13)
	require.True(t, f.Flow.Decided())
	require.Equal(t, categories.TLS, f.Flow.Protocol)
	l := *metadata.Get[Metadata](f.Metadata)
	require.Equal(t, "TLSv1.3", l.Version)
	require.Equal(t, "TLS_AES_128_GCM_SHA256", l.Cipher)
	require.Equal(t, "h2,http/1.1", l.ALPNOffered)
	require.Equal(t, "GREASE,TLSv1.3,TLSv1.2", l.SupportedVersions)
	require.Len(t, l.JA3, 32)
	require.Len(t, l.JA3S, 32)
	require.Regexp(t, "^t13d0308h2_", l.JA4)
}

func TestHandshake12(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Say(0, clientFlight)
	f.Say(1, server12)
	require.False(t, f.Flow.Decided())
	f.Say(1, certificateRecord)
	require.True(t, f.Flow.Decided())
	require.Equal(t, "TLSv1.2", metadata.Get[Metadata](f.Metadata).Version)
	require.Equal(t, fmt.Sprintf("%x", sha1.Sum([]byte{0x30, 3, 2, 1, 7})), f.Metadata.Certificate.SHA1)
}

func TestHandshakeEnds(t *testing.T) {
	for name, last := range map[string][]byte{
		"resumed":      cipherRecord,
		"anonymous":    record(ContentHandshake, message(TypeServerHelloDone, nil)),
		"certificate":  certificateRecord,
		"fatal alert":  record(ContentAlert, []byte{2, 40}),
		"not TLS":      []byte("HTTP/1.1 400 Bad Request\r\n\r\n"),
		"unknown data": bytes.Repeat([]byte{0xee}, 40),
	} {
		f := newFlow(newEngine(16))
		f.Say(0, clientFlight)
		f.Say(1, server12)
		f.Say(1, last)
		require.True(t, f.Flow.Decided(), name)
		require.NotEmpty(t, metadata.Get[Metadata](f.Metadata).JA3S, name)
	}
}

func TestHandshakeRetry(t *testing.T) {
	retry := serverBody(0x0303, 0x1302, extension(43, codes(0x0304)))
	copy(retry[2:], retryRandom)
	f := newFlow(newEngine(16))
	f.Say(0, clientFlight)
	f.Say(1, slices.Concat(record(ContentHandshake, message(TypeServerHello, retry)), cipherRecord))
	require.False(t, f.Flow.Decided())
	f.Say(0, slices.Concat(cipherRecord, clientFlight))
	f.Say(1, server13)
	require.True(t, f.Flow.Decided())
	require.Equal(t, "TLS_AES_128_GCM_SHA256", metadata.Get[Metadata](f.Metadata).Cipher)
}

func TestCutHello(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Say(0, clientFlight[:len(clientFlight)-40])
	require.Nil(t, f.Metadata)
	f.End()
	require.Equal(t, "graph.facebook.com", f.Metadata.ServerName)
	require.Empty(t, metadata.Get[Metadata](f.Metadata).JA3, "of part of a hello")
	require.Empty(t, metadata.Get[Metadata](f.Metadata).JA4)
}

func TestMailPorts(t *testing.T) {
	for port, want := range map[uint16]categories.ID{465: categories.SMTPS, 993: categories.IMAPS,
		995: categories.POPS, 8080: categories.TLS} {
		f := newFlow(newEngine(16))
		f.Key.PortB = port
		f.Say(0, clientFlight)
		require.Equal(t, want, f.Flow.Protocol)
		require.Equal(t, l7.ByInspection, f.Flow.Confidence)
	}
}

func TestDNSOverTLS(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Key.PortB = 853
	f.Say(0, clientFlight)
	require.Equal(t, categories.DoHDoT, f.Flow.Application)
	require.Equal(t, categories.TLS, f.Flow.Protocol)

	f = newFlow(newEngine(16))
	f.Say(0, record(ContentHandshake, message(TypeClientHello,
		clientBody(0x0303, []uint16{0x1301}, []byte{0}, extension(16, block16([]byte("\x03dot")))))))
	require.Equal(t, categories.DoHDoT, f.Flow.Application)
}

func TestSSL2Hello(t *testing.T) {
	body := append([]byte{1, 3, 1, 0, 6, 0, 0, 0, 16, 0, 0, 4, 1, 0, 0x80}, make([]byte, 16)...)
	data := append([]byte{0x80, byte(len(body))}, body...)
	for n := range len(data) - 1 {
		f := newFlow(newEngine(16))
		f.Say(0, data[:n+1])
		f.Say(0, data[n+1:])
		require.Equal(t, categories.TLS, f.Flow.Protocol, n)
		require.Equal(t, "TLSv1", metadata.Get[Metadata](f.Metadata).Version)
	}
	data[1]++
	f := newFlow(newEngine(16))
	f.Say(0, data)
	require.Zero(t, f.Flow.Protocol)
}
