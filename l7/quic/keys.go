package quic

import (
	"crypto/aes"
	"crypto/cipher"
)

const (
	keyLength   = 16
	nonceLength = 12
)

// salt returns what a version makes Initial secrets with, nil where that is not known.
func (v Version) salt() []byte {
	switch draft := v.standard(); {
	case v == Version1:
		return saltV1
	case v == Version2:
		return saltV2
	case v == Version2Draft:
		return saltV2Draft
	case v == Q050:
		return saltQ050
	case v == T050:
		return saltT050
	case v == T051:
		return saltT051
	case !v.Known() || v.google() > 0:
		return nil
	case draft < 23:
		return saltDraft22
	case draft < 29:
		return saltDraft23
	case draft < 33:
		return saltDraft29
	}
	return saltV1
}

// The salts: RFC 9001, section 5.2, and its drafts; RFC 9369, section 3.3.1; the last three are Google's.
var (
	saltV1      = []byte("\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a")
	saltV2      = []byte("\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9")
	saltV2Draft = []byte("\xa7\x07\xc2\x03\xa5\x9b\x47\x18\x4a\x1d\x62\xca\x57\x04\x06\xea\x7a\xe3\xe5\xd3")
	saltDraft22 = []byte("\x7f\xbc\xdb\x0e\x7c\x66\xbb\xe9\x19\x3a\x96\xcd\x21\x51\x9e\xbd\x7a\x02\x64\x4a")
	saltDraft23 = []byte("\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02")
	saltDraft29 = []byte("\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99")
	saltQ050    = []byte("\x50\x45\x74\xef\xd0\x66\xfe\x2f\x9d\x94\x5c\xfc\xdb\xd3\xa7\xf0\xd3\xb5\x6b\x45")
	saltT050    = []byte("\x7f\xf5\x79\xe5\xac\xd0\x72\x91\x55\x80\x30\x4c\x43\xa2\x36\x7c\x60\x48\x83\x10")
	saltT051    = []byte("\x7a\x4e\xde\xf4\xe7\xcc\xee\x5f\xa4\x50\x6c\x19\x12\x4f\xc8\xcc\xda\x6e\x03\x3d")
)

// Keys protect the Initial packets of one direction (RFC 9001, section 5). They are not safe for concurrent use.
type Keys struct {
	aead   cipher.AEAD
	header cipher.Block
	iv     [nonceLength]byte

	// What calls through interfaces would make escape.
	mask  [aes.BlockSize]byte
	nonce [nonceLength]byte
}

// InitialKeys returns the keys of a connection's Initial packets, which follow from the version and the destination
// connection id of the client's first packet, or of its first after a Retry. The error is ErrVersion, or that of a
// system that forbids AES-GCM.
func InitialKeys(v Version, dcid []byte) (client, server *Keys, err error) {
	secret, err := initialSecret(v, dcid)
	if err != nil {
		return nil, nil, err
	}
	if client, err = clientKeys(v, &secret); err != nil {
		return nil, nil, err
	}
	server, err = serverKeys(v, &secret)
	return client, server, err
}

func initialSecret(v Version, dcid []byte) (s secret, err error) {
	salt := v.salt()
	if salt == nil || len(dcid) > MaxConnectionID {
		return s, ErrVersion
	}
	return hmacSHA256(salt, dcid), nil
}

func clientKeys(v Version, initial *secret) (*Keys, error) {
	return directionKeys(v, initial.expand("client in"))
}

func serverKeys(v Version, initial *secret) (*Keys, error) {
	return directionKeys(v, initial.expand("server in"))
}

func directionKeys(v Version, s secret) (*Keys, error) {
	labels := [...]string{"quic key", "quic iv", "quic hp"}
	if v == Version2 || v == Version2Draft {
		labels = [...]string{"quicv2 key", "quicv2 iv", "quicv2 hp"}
	}
	key, header := s.expandTo(labels[0], keyLength), s.expandTo(labels[2], keyLength)
	iv := s.expandTo(labels[1], nonceLength)
	block, err := aes.NewCipher(key[:keyLength])
	if err != nil {
		return nil, err
	}
	k := &Keys{iv: [nonceLength]byte(iv[:])}
	if k.aead, err = cipher.NewGCM(block); err != nil {
		return nil, err
	}
	k.header, err = aes.NewCipher(header[:keyLength])
	return k, err
}
