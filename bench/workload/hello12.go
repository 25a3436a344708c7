package workload

// What TLS 1.2 says in its handshake (RFC 5246, RFC 8422), with the cipher suite ECDHE-ECDSA-AES128-GCM-SHA256.

func serverHello12(b []byte, g *generator) []byte {
	return handshake(b, 3, 2, func(b []byte) []byte {
		b = append(b, 3, 3)
		b = append(b, g.opaque(32)...)
		b = nested(b, 1, fixed(g.opaque(32)...))
		b = append(b, 0xc0, 0x2b, 0)
		return nested(b, 2, func(b []byte) []byte {
			b = extension(b, 23, fixed())
			b = extension(b, 0xff01, fixed(0))
			b = extension(b, 11, fixed(1, 0))
			return extension(b, 16, fixed([]byte("\x00\x03\x02h2")...))
		})
	})
}

// serverKeyExchange appends a key of the group x25519, and a signature of the right form that is of nothing.
func serverKeyExchange(b []byte, g *generator) []byte {
	return handshake(b, 3, 12, func(b []byte) []byte {
		b = append(b, 3, 0, 29)
		b = nested(b, 1, fixed(g.opaque(32)...))
		b = append(b, 4, 3)
		return nested(b, 2, func(b []byte) []byte {
			return nested(append(b, 0x30), 1, func(b []byte) []byte {
				for range 2 {
					b = append(b, 2, 32, 0x40|byte(g.below(64)))
					b = append(b, g.opaque(31)...)
				}
				return b
			})
		})
	})
}

func clientKeyExchange(b []byte, g *generator) []byte {
	return handshake(b, 3, 16, func(b []byte) []byte { return nested(b, 1, fixed(g.opaque(32)...)) })
}
