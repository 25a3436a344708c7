package tls

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestStreamSplits(t *testing.T) {
	hello := message(TypeClientHello, facebookHello)
	for _, size := range []int{1, 3, 7, 100, 16384} {
		data := append(records(ContentHandshake, size, hello), record(ContentChangeCipherSpec, []byte{1})...)
		data = append(data, record(ContentHandshake, bytes.Repeat([]byte{7}, 40))...)
		data = append(data, record(ContentApplicationData, make([]byte, 99))...)
		data = append(data, record(ContentAlert, make([]byte, 26))...)
		for _, split := range []int{1, 2, 5, 64, 1 << 20} {
			var s Stream
			events, err := feed(&s, split, data)
			require.NoError(t, err)
			require.Len(t, events, 5)
			require.Equal(t, Event{Content: ContentHandshake, Version: TLS12, Type: TypeClientHello,
				Length: len(facebookHello), Body: facebookHello}, events[0])
			require.Equal(t, ContentChangeCipherSpec, events[1].Content)
			require.True(t, events[2].Encrypted && events[2].Content == ContentHandshake)
			require.True(t, events[3].Encrypted && events[3].Length == 99)
			require.True(t, events[4].Encrypted && events[4].Content == ContentAlert)
		}
	}
}

func TestStreamMessagesInOneRecord(t *testing.T) {
	var s Stream
	flight := append(message(TypeServerHello, serverBody(0x0303, 0x002f)), message(TypeCertificate, []byte{0, 0, 0})...)
	flight = append(flight, message(TypeServerHelloDone, nil)...)
	events, err := feed(&s, 1000, record(ContentHandshake, flight))
	require.NoError(t, err)
	require.Len(t, events, 3)
	require.Equal(t, TypeServerHelloDone, events[2].Type)
}

func TestStreamHelloAfterRetry(t *testing.T) {
	var s Stream
	hello := record(ContentHandshake, message(TypeClientHello, facebookHello))
	data := slices.Concat(hello, record(ContentChangeCipherSpec, []byte{1}), hello)
	events, err := feed(&s, 10, data)
	require.NoError(t, err)
	require.Len(t, events, 3)
	require.Equal(t, TypeClientHello, events[2].Type)
}

func TestStreamAlert(t *testing.T) {
	var s Stream
	events, err := feed(&s, 1, record(ContentAlert, []byte{2, 40}))
	require.NoError(t, err)
	require.Len(t, events, 1)
	level, alert, ok := events[0].Alert()
	require.True(t, ok)
	require.Equal(t, LevelFatal, level)
	require.Equal(t, "handshake failure", alert.String())
	require.Equal(t, "alert 200", Alert(200).String())
}

// Alerts may share a record (RFC 5246, section 6.2.1), and stand between other messages.
func TestStreamAlerts(t *testing.T) {
	hello := record(ContentHandshake, message(TypeServerHello, serverBody(0x0303, 0x002f)))
	data := slices.Concat(record(ContentAlert, []byte{1, 112, 1, 90, 1, 0}), hello, record(ContentAlert, make([]byte, 18)))
	for split := range 20 {
		var s Stream
		events, err := feed(&s, split+1, data)
		require.NoError(t, err)
		require.Len(t, events, 5)
		var names []string
		for i := range events {
			if _, alert, ok := events[i].Alert(); ok {
				names = append(names, alert.String())
			}
		}
		require.Equal(t, []string{"unrecognized name", "user canceled", "close notify"}, names)
		require.True(t, events[4].Encrypted)
	}
}

// What is wrong with a message takes nothing from those before it.
func TestStreamBadCertificate(t *testing.T) {
	hello := serverBody(0x0303, 0xc02f, extension(0xff01, []byte{0}))
	for name, certificate := range map[string][]byte{
		"empty": message(TypeCertificate, nil), "none": message(TypeCertificate, []byte{0, 0, 0}),
		"bytes":  message(TypeCertificate, []byte{1, 2, 3, 4, 5, 6}),
		"cut":    message(TypeCertificate, []byte{0, 0, 10, 0, 0, 7, 1}),
		"no DER": message(TypeCertificate, []byte{0, 0, 10, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7}),
		"long":   {byte(TypeCertificate), 0x10, 0, 0, 1, 2, 3}, "more to come": {byte(TypeCertificate), 0, 0, 99, 0, 0, 96},
	} {
		for _, size := range []int{20, 1 << 14} {
			data := records(ContentHandshake, size, append(message(TypeServerHello, hello), certificate...))
			f := newFlow(newEngine(16))
			f.Say(0, clientFlight)
			f.Say(1, data)
			f.End()
			l := metadata.Get[Metadata](f.Metadata)
			require.Equal(t, []string{"TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "fbe78c619e7ea20046131294ad087f05"},
				[]string{l.Version, l.Cipher, l.JA3S}, name)
			require.True(t, f.Metadata.Certificate == nil || f.Metadata.Certificate.Subject == "")
		}
	}
}

func TestEventHellos(t *testing.T) {
	ssl2 := append([]byte{0x80, 28, 1, 0, 2, 0, 3, 0, 0, 0, 16, 7, 0, 0xc0}, make([]byte, 16)...)
	flight := slices.Concat(message(TypeClientHello, facebookHello), message(TypeServerHello, serverBody(0x0303, 0x002f)),
		message(TypeCertificate, []byte{0, 0, 4, 0, 0, 1, 7}), message(TypeCertificate, []byte{9}),
		message(TypeClientHello, facebookHello[:50]), message(TypeServerHello, nil))
	data := slices.Concat(ssl2, record(ContentHandshake, flight), record(ContentChangeCipherSpec, []byte{1}),
		record(ContentHandshake, make([]byte, 40)), record(ContentAlert, []byte{1, 0}))
	var got []string
	say := func(name string, err error) {
		if err != ErrType {
			got = append(got, name)
		}
		if err == ErrMalformed {
			got = append(got, "malformed")
		}
	}
	var s Stream
	require.NoError(t, s.Feed(data, func(e Event) bool {
		got = append(got, "|")
		client, err := e.ClientHello()
		say("client "+string(client.ServerName), err)
		server, err := e.ServerHello()
		say("server "+server.CipherSuite.String(), err)
		list, err := e.Certificates()
		say("certificate "+string(list.Leaf()), err)
		old, err := e.SSL2ClientHello()
		say("old "+old.Version.String(), err)
		return true
	}))
	require.Equal(t, []string{"|", "old SSLv2", "|", "client graph.facebook.com", "|", "server TLS_RSA_WITH_AES_128_CBC_SHA",
		"|", "certificate \a", "|", "certificate ", "malformed", "|", "client ", "malformed", "|",
		"server TLS_NULL_WITH_NULL_NULL", "malformed", "|", "|", "|"}, got)
}

func TestStreamEnds(t *testing.T) {
	var s Stream
	require.ErrorIs(t, s.Feed([]byte("GET / HTTP/1.1\r\n"), nil), ErrNotTLS)
	require.ErrorIs(t, s.Feed(record(ContentAlert, []byte{1, 0}), nil), ErrNotTLS)

	s.Reset()
	calls := 0
	stop := func(Event) bool { calls++; return false }
	data := record(ContentAlert, []byte{1, 0})
	require.NoError(t, s.Feed(append(data, data...), stop))
	require.NoError(t, s.Feed(data, stop))
	require.Equal(t, 1, calls)
}

func TestStreamLimits(t *testing.T) {
	for kind, limit := range map[HandshakeType]int{TypeClientHello: MaxHandshake, TypeCertificate: MaxCertificate} {
		var s Stream
		events, err := feed(&s, 1<<20, records(ContentHandshake, 16384, message(kind, make([]byte, limit))))
		require.NoError(t, err)
		require.Len(t, events, 1)
		require.LessOrEqual(t, cap(s.buf), 2*limit)

		s = Stream{}
		events, err = feed(&s, 1000, records(ContentHandshake, 16384, message(kind, make([]byte, limit+1))))
		require.ErrorIs(t, err, ErrTooLong)
		require.Empty(t, events)
		require.Zero(t, cap(s.buf))
	}
}

func TestStreamPartial(t *testing.T) {
	var s Stream
	_, ok := s.Partial()
	require.False(t, ok)
	data := record(ContentHandshake, message(TypeClientHello, facebookHello))
	_, err := feed(&s, 1000, data[:len(data)-40])
	require.NoError(t, err)
	e, ok := s.Partial()
	require.True(t, ok)
	require.Equal(t, len(facebookHello), e.Length)
	var h ClientHello
	require.ErrorIs(t, h.Parse(e.Body), ErrMalformed)
	require.Equal(t, "graph.facebook.com", string(h.ServerName))
}

func TestStreamAllocates(t *testing.T) {
	data := record(ContentHandshake, message(TypeClientHello, facebookHello))
	data = append(data, record(ContentApplicationData, make([]byte, 500))...)
	var h ClientHello
	var s Stream
	require.Zero(t, testing.AllocsPerRun(100, func() {
		s.Reset()
		_ = s.Feed(data, func(e Event) bool {
			return e.Type != TypeClientHello || h.Parse(e.Body) == nil
		})
	}))
	require.Equal(t, "graph.facebook.com", string(h.ServerName))
}

func TestSSL2(t *testing.T) {
	body := append([]byte{1, 3, 1, 0, 9, 0, 0, 0, 4}, 0, 0, 4, 1, 0, 0x80, 0, 0, 10, 1, 2, 3, 4)
	data := append([]byte{0x80, byte(len(body))}, body...)
	data = append(data, record(ContentAlert, []byte{2, 70})...)
	for _, split := range []int{1, 4, 100} {
		var s Stream
		events, err := feed(&s, split, data)
		require.NoError(t, err)
		require.Len(t, events, 2)
		require.Equal(t, ContentSSL2, events[0].Content)
		var h SSL2ClientHello
		require.NoError(t, h.Parse(events[0].Body))
		require.Equal(t, TLS10, h.Version)
		require.Equal(t, []byte{1, 2, 3, 4}, h.Challenge)
		var suites []CipherSuite
		for suite := range h.CipherSuites() {
			suites = append(suites, suite)
		}
		require.Equal(t, []CipherSuite{4, 10}, suites)
	}
}

func TestLooksLikeRecord(t *testing.T) {
	whole := record(ContentApplicationData, make([]byte, 30))
	require.True(t, LooksLikeRecord(whole))
	require.True(t, LooksLikeRecord(whole[:20]))
	require.True(t, LooksLikeRecord(append(whole, 23, 3)))
	require.False(t, LooksLikeRecord(append(whole, "HTTP/1.1"...)))
	require.False(t, LooksLikeRecord([]byte{23, 3, 3}))
	require.False(t, LooksLikeRecord([]byte{23, 3, 3, 0xff, 0xff}))
}
