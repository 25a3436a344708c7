package workload

import "encoding/binary"

// helloLength is the usual length of the payload of a ClientHello, padded (RFC 7685).
const helloLength = 517

// nested appends what fill appends, after its length in that many bytes.
func nested(b []byte, size int, fill func([]byte) []byte) []byte {
	start := len(b)
	b = fill(append(b, make([]byte, size)...))
	n := len(b) - start - size
	for i := size - 1; i >= 0; i-- {
		b[start+i] = byte(n)
		n >>= 8
	}
	return b
}

func extension(b []byte, kind uint16, fill func([]byte) []byte) []byte {
	return nested(binary.BigEndian.AppendUint16(b, kind), 2, fill)
}

func fixed(body ...byte) func([]byte) []byte {
	return func(b []byte) []byte { return append(b, body...) }
}

// handshake appends a record with one handshake message.
func handshake(b []byte, version, kind byte, body func([]byte) []byte) []byte {
	b = append(b, recordHandshake, 3, version)
	return nested(b, 2, func(b []byte) []byte { return nested(append(b, kind), 3, body) })
}

// clientHello appends a TLS 1.3 ClientHello (RFC 8446) with the server name.
func clientHello(b []byte, g *generator, name string) []byte {
	return handshake(b, 1, 1, func(b []byte) []byte {
		b = append(b, 3, 3)
		b = append(b, g.opaque(32)...)
		b = nested(b, 1, fixed(g.opaque(32)...))
		b = nested(b, 2, fixed(0x13, 0x01, 0x13, 0x02, 0x13, 0x03, 0xc0, 0x2b, 0xc0, 0x2f, 0xc0, 0x2c, 0xc0, 0x30))
		b = nested(b, 1, fixed(0))
		return nested(b, 2, func(b []byte) []byte { return clientExtensions(b, g, name) })
	})
}

func clientExtensions(b []byte, g *generator, name string) []byte {
	start := len(b)
	b = extension(b, 0, func(b []byte) []byte { return serverNames(b, name) })
	b = extension(b, 10, fixed(0, 4, 0, 29, 0, 23))
	b = extension(b, 11, fixed(1, 0))
	b = extension(b, 13, fixed(0, 8, 4, 3, 8, 4, 4, 1, 8, 5))
	b = extension(b, 16, fixed([]byte("\x00\x0c\x02h2\x08http/1.1")...))
	b = extension(b, 43, fixed(4, 3, 4, 3, 3))
	b = extension(b, 45, fixed(1, 1))
	b = extension(b, 51, func(b []byte) []byte { return nested(b, 2, func(b []byte) []byte { return share(b, g) }) })
	before := recordHeader + 4 + 2 + 32 + 33 + 16 + 2 + 2
	padding := helloLength - before - (len(b) - start) - 4
	return extension(b, 21, fixed(make([]byte, max(padding, 0))...))
}

// serverNames appends a list of one host name (RFC 6066).
func serverNames(b []byte, name string) []byte {
	return nested(b, 2, func(b []byte) []byte { return nested(append(b, 0), 2, fixed([]byte(name)...)) })
}

// share appends a key share of the group x25519.
func share(b []byte, g *generator) []byte {
	return nested(append(b, 0, 29), 2, fixed(g.opaque(32)...))
}

// serverHello appends a TLS 1.3 ServerHello and the ChangeCipherSpec that goes with it.
func serverHello(b []byte, g *generator) []byte {
	b = handshake(b, 3, 2, func(b []byte) []byte {
		b = append(b, 3, 3)
		b = append(b, g.opaque(32)...)
		b = nested(b, 1, fixed(g.opaque(32)...))
		b = append(b, 0x13, 0x01, 0)
		return nested(b, 2, func(b []byte) []byte {
			b = extension(b, 43, fixed(3, 4))
			return extension(b, 51, func(b []byte) []byte { return share(b, g) })
		})
	})
	return append(b, 20, 3, 3, 0, 1, 1)
}
