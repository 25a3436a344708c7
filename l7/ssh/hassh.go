package ssh

import (
	"crypto/md5"
	"encoding/hex"
)

// AppendHASSH appends what a client's HASSH is made of: the algorithms of key exchange, encryption, authentication and
// compression from the client to the server, with semicolons between them (https://github.com/salesforce/hassh).
func (k *KexInit) AppendHASSH(dst []byte) []byte {
	return join(dst, k.KeyExchange, k.CiphersClientToServer, k.MACsClientToServer, k.CompressionClientToServer)
}

// AppendHASSHServer appends what a server's HASSHServer is made of: the same from the server to the client.
func (k *KexInit) AppendHASSHServer(dst []byte) []byte {
	return join(dst, k.KeyExchange, k.CiphersServerToClient, k.MACsServerToClient, k.CompressionServerToClient)
}

// HASSH returns the fingerprint of the client that sent the message: MD5 in lower-case hex.
func (k *KexInit) HASSH() string { return digest(k.AppendHASSH(make([]byte, 0, usualText))) }

// HASSHServer returns the fingerprint of the server that sent the message: MD5 in lower-case hex.
func (k *KexInit) HASSHServer() string {
	return digest(k.AppendHASSHServer(make([]byte, 0, usualText)))
}

const usualText = 1024

func join(dst []byte, lists ...NameList) []byte {
	for i, list := range lists {
		if i > 0 {
			dst = append(dst, ';')
		}
		dst = append(dst, list...)
	}
	return dst
}

func digest(text []byte) string {
	sum := md5.Sum(text)
	return hex.EncodeToString(sum[:])
}
