package workload

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
)

// initialKeys protect the Initial packets of one side (RFC 9001, section 5.2).
type initialKeys struct {
	payload cipher.AEAD
	header  cipher.Block
	nonce   []byte
}

var initialSalt = []byte("\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a")

// newInitialKeys derives those of a side from the connection identifier that the client chose first.
func newInitialKeys(id []byte, side int) initialKeys {
	secret := must(hkdf.Extract(sha256.New, id, initialSalt))
	secret = expand(secret, [...]string{"client in", "server in"}[side], 32)
	k := initialKeys{nonce: expand(secret, "quic iv", 12), header: must(aes.NewCipher(expand(secret, "quic hp", 16)))}
	k.payload = must(cipher.NewGCM(must(aes.NewCipher(expand(secret, "quic key", 16)))))
	return k
}

// must is for what cannot fail with lengths that are constants.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// expand is HKDF-Expand-Label of TLS 1.3 without a context (RFC 8446, section 7.1).
func expand(secret []byte, label string, n int) []byte {
	info := binary.BigEndian.AppendUint16(nil, uint16(n))
	info = nested(info, 1, fixed([]byte("tls13 "+label)...))
	return must(hkdf.Expand(sha256.New, secret, string(append(info, 0)), n))
}

const (
	// datagramLength is that of a datagram with an Initial packet (RFC 9000, section 14.1).
	datagramLength = 1200
	sealTag        = 16
	packetNumber   = 2
)

// initial returns a datagram of one Initial packet of QUIC version 1 (RFC 9000, section 17.2.2) with number 0 and the
// frames that fill appends, padded.
func (k initialKeys) initial(to, from []byte, fill func([]byte) []byte) []byte {
	b := append(make([]byte, 0, datagramLength), 0xc0|packetNumber-1, 0, 0, 0, 1)
	b = nested(b, 1, fixed(to...))
	b = nested(b, 1, fixed(from...))
	b = append(b, 0)
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(datagramLength-len(b)-2))
	number := len(b)
	b = append(b, 0, 0)
	frames := fill(nil)
	frames = append(frames, make([]byte, max(datagramLength-len(b)-sealTag-len(frames), 0))...)
	b = k.payload.Seal(b, k.nonce, frames, b)
	k.mask(b, number)
	return b
}

// mask protects the header (RFC 9001, section 5.4).
func (k initialKeys) mask(b []byte, number int) {
	var mask [aes.BlockSize]byte
	k.header.Encrypt(mask[:], b[number+4:number+4+aes.BlockSize])
	b[0] ^= mask[0] & 0x0f
	for i := range packetNumber {
		b[number+i] ^= mask[1+i]
	}
}

// cryptoFrame appends a frame with the first bytes of the handshake (RFC 9000, section 19.6).
func cryptoFrame(b []byte, kind byte, body func([]byte) []byte) []byte {
	said := message(nil, kind, body)
	b = append(b, 6, 0)
	b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(len(said)))
	return append(b, said...)
}

// greet returns the client's first datagram.
func (q *quic) greet(g *generator, c *conn) []byte {
	return newInitialKeys(q.id[server], client).initial(q.id[server], q.id[client], func(b []byte) []byte {
		return cryptoFrame(b, 1, func(b []byte) []byte {
			return helloBody(b, g, site(c), "\x02h3", func(b []byte) []byte {
				return extension(b, 57, func(b []byte) []byte { return q.parameters(b) })
			})
		})
	})
}

// parameters appends transport parameters (RFC 9000, section 18): idle timeout, data and streams, and the client's
// connection identifier.
func (q *quic) parameters(b []byte) []byte {
	b = append(b, 1, 4, 0x80, 0, 0x75, 0x30, 4, 4, 0x80, 0x10, 0, 0, 5, 4, 0x80, 0x08, 0, 0, 8, 2, 0x40, 100)
	return nested(append(b, 15), 1, fixed(q.id[client]...))
}

// welcome returns the server's first datagram, which acknowledges the client's.
func (q *quic) welcome(g *generator) []byte {
	return newInitialKeys(q.id[server], server).initial(q.id[client], g.opaque(8), func(b []byte) []byte {
		b = append(b, 2, 0, 0, 0, 0)
		return cryptoFrame(b, 2, func(b []byte) []byte { return answerBody(b, g, 0, fixed(g.opaque(32)...)) })
	})
}
