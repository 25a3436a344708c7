package tls

import (
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

// facebookHello is the body of a ClientHello, for graph.facebook.com.
var facebookHello = clientBody(0x0303, []uint16{0x1a1a, 0x1301, 0xc02b, 0xc02f}, []byte{0},
	extension(0x2a2a, nil),
	extension(0, block16(append([]byte{0}, block16([]byte("graph.facebook.com"))...))),
	extension(10, block16(codes(0x3a3a, 29, 23))),
	extension(11, []byte{1, 0}),
	extension(13, block16(codes(0x0403, 0x0804))),
	extension(16, block16([]byte("\x02h2\x08http/1.1"))),
	extension(35, nil),
	extension(43, append([]byte{6}, codes(0x4a4a, 0x0304, 0x0303)...)),
	extension(51, block16(append(codes(29), block16(make([]byte, 32))...))),
)

func clientBody(version uint16, suites []uint16, compression []byte, extensions ...[]byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, version)
	b = append(b, make([]byte, 32)...)
	b = append(b, 0)
	b = append(b, block16(codes(suites...))...)
	b = append(append(b, byte(len(compression))), compression...)
	var list []byte
	for _, e := range extensions {
		list = append(list, e...)
	}
	return append(b, block16(list)...)
}

func serverBody(version, suite uint16, extensions ...[]byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, version)
	b = append(b, make([]byte, 33)...)
	b = append(binary.BigEndian.AppendUint16(b, suite), 0)
	var list []byte
	for _, e := range extensions {
		list = append(list, e...)
	}
	return append(b, block16(list)...)
}

func codes(list ...uint16) (b []byte) {
	for _, v := range list {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

func block16(b []byte) []byte { return append(codes(uint16(len(b))), b...) }

func extension(id uint16, data []byte) []byte { return append(codes(id), block16(data)...) }

func message(t HandshakeType, body []byte) []byte {
	return append([]byte{byte(t), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
}

func record(content ContentType, data []byte) []byte {
	return append([]byte{byte(content), 3, 3}, block16(data)...)
}

// records puts data into records of n bytes.
func records(content ContentType, n int, data []byte) (b []byte) {
	for len(data) > 0 {
		m := min(n, len(data))
		b = append(b, record(content, data[:m])...)
		data = data[m:]
	}
	return b
}

// feed feeds data in pieces of n bytes and returns the events, with bodies of their own.
func feed(s *Stream, n int, data []byte) (events []Event, err error) {
	for len(data) > 0 {
		m := min(n, len(data))
		piece := append([]byte{}, data[:m]...)
		err = s.Feed(piece, func(e Event) bool {
			e.Body = append([]byte{}, e.Body...)
			events = append(events, e)
			return true
		})
		clear(piece)
		data = data[m:]
	}
	return events, err
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}
