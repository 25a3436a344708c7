package workload

import "encoding/binary"

// helloLength is the usual length of the payload of a ClientHello, padded (RFC 7685).
const helloLength = 517

// nested appends the output of fill after its length, in a field of n bytes.
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
	return nested(b, 2, func(b []byte) []byte { return message(b, kind, body) })
}

// message appends a handshake message (RFC 8446, section 4).
func message(b []byte, kind byte, body func([]byte) []byte) []byte {
	return nested(append(b, kind), 3, body)
}

// clientHello appends a record with a ClientHello that takes TLS 1.3 and 1.2, padded to the usual length.
func clientHello(b []byte, g *generator, name string) []byte {
	start := len(b)
	pad := func(b []byte) []byte {
		return extension(b, 21, fixed(make([]byte, max(start+helloLength-len(b)-4, 0))...))
	}
	return handshake(b, 1, 1, func(b []byte) []byte { return helloBody(b, g, name, "\x02h2\x08http/1.1", pad) })
}

// helloBody appends a ClientHello (RFC 8446, section 4.1.2) with the server name, the application protocols, and last
// the extensions that more appends.
func helloBody(b []byte, g *generator, name, protocols string, more func([]byte) []byte) []byte {
	b = append(b, 3, 3)
	b = append(b, g.opaque(32)...)
	b = nested(b, 1, fixed(g.opaque(32)...))
	b = nested(b, 2, fixed(0x13, 0x01, 0x13, 0x02, 0x13, 0x03, 0xc0, 0x2b, 0xc0, 0x2f, 0xc0, 0x2c, 0xc0, 0x30))
	b = nested(b, 1, fixed(0))
	return nested(b, 2, func(b []byte) []byte {
		b = extension(b, 0, func(b []byte) []byte { return serverNames(b, name) })
		b = extension(b, 23, fixed())
		b = extension(b, 0xff01, fixed(0))
		b = extension(b, 10, fixed(0, 4, 0, 29, 0, 23))
		b = extension(b, 11, fixed(1, 0))
		b = extension(b, 13, fixed(0, 8, 4, 3, 8, 4, 4, 1, 8, 5))
		b = extension(b, 16, func(b []byte) []byte { return nested(b, 2, fixed([]byte(protocols)...)) })
		b = extension(b, 43, fixed(4, 3, 4, 3, 3))
		b = extension(b, 45, fixed(1, 1))
		share := fixed(g.opaque(32)...)
		b = extension(b, 51, func(b []byte) []byte {
			return nested(b, 2, func(b []byte) []byte { return keyShare(b, share) })
		})
		return more(b)
	})
}

// serverNames appends a list of one host name (RFC 6066).
func serverNames(b []byte, name string) []byte {
	return nested(b, 2, func(b []byte) []byte { return nested(append(b, 0), 2, fixed([]byte(name)...)) })
}

// keyShare appends a key share of the group x25519.
func keyShare(b []byte, key func([]byte) []byte) []byte {
	return nested(append(b, 0, 29), 2, key)
}

// serverHello appends a record with a ServerHello of TLS 1.3, with that key.
func serverHello(b []byte, g *generator, key func([]byte) []byte) []byte {
	return handshake(b, 3, 2, func(b []byte) []byte { return answerBody(b, g, 32, key) })
}

// answerBody appends a ServerHello of TLS 1.3 (RFC 8446, section 4.1.3) that gives back a session identifier of that
// length.
func answerBody(b []byte, g *generator, session int, key func([]byte) []byte) []byte {
	b = append(b, 3, 3)
	b = append(b, g.opaque(32)...)
	b = nested(b, 1, fixed(g.opaque(session)...))
	b = append(b, 0x13, 0x01, 0)
	return nested(b, 2, func(b []byte) []byte {
		b = extension(b, 43, fixed(3, 4))
		return extension(b, 51, func(b []byte) []byte { return keyShare(b, key) })
	})
}
