// Package fingerprint says what is known of the fingerprints of TCP stacks and TLS clients, and combines them.
package fingerprint

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"strings"
)

// What nDPI 5.0 hashes in place of a part that a flow lacks. It has no fingerprint of the server yet.
const (
	noTCP    = "no_l4_fp"
	noClient = "no_app_fp_cli"
	noServer = "no_app_fp_srv"
)

// AppendNDPI appends the fingerprint of a flow as nDPI 5.0 makes it: the first 16 bytes of the SHA-256 of the TCP
// fingerprint, the client's JA4 and a part for the server, joined by -, in hex. serverName is the name that the client
// asks for.
func AppendNDPI(dst, tcp, ja4 []byte, serverName string) []byte {
	text := make([]byte, 0, 128)
	if text = append(text, tcp...); len(tcp) == 0 {
		text = append(text, noTCP...)
	}
	text = append(text, '-')
	if at := len(text); len(ja4) == 0 {
		text = append(text, noClient...)
	} else {
		text = append(text, ja4...)
		asNDPI(text[at:], serverName)
	}
	text = append(text, '-')
	text = append(text, noServer...)
	sum := sha256.Sum256(text)
	return hex.AppendEncode(dst, sum[:16])
}

const (
	emptyList = "_000000000000" // of JA4's specification
	emptyHash = "_e3b0c44298fc" // the SHA-256 of no bytes
)

// asNDPI changes a JA4 to nDPI's variant of it: i where the name is an address, the version of the record instead of
// DTLS 1.3, and the hash of an empty list.
func asNDPI(ja4 []byte, serverName string) {
	if len(ja4) < len("t13d") {
		return
	}
	if ja4[3] == 'd' && isAddress(serverName) {
		ja4[3] = 'i'
	}
	if bytes.HasPrefix(ja4, []byte("dd3")) {
		ja4[2] = '2'
	}
	if list, empty := bytes.CutSuffix(ja4, []byte(emptyList)); empty {
		copy(ja4[len(list):], emptyHash)
	}
}

// isAddress reports whether a name is an IP address. It looks at the characters first, as errors of ParseAddr allocate.
func isAddress(name string) bool {
	if strings.Trim(name, "0123456789abcdefABCDEF.:") != "" {
		return false
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}
