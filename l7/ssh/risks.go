package ssh

import (
	"strings"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// judge reports a side that offers a weak cipher.
func judge(c *l7.Ctx, k *KexInit) {
	side, offered := risk.ObsoleteSSHClient, k.CiphersClientToServer
	if fromServer(c) {
		side, offered = risk.ObsoleteSSHServer, k.CiphersServerToClient
	}
	if cipher := weakCipher(offered); cipher != nil {
		c.Risk(side, "cipher "+string(cipher))
	}
}

// weakCipher returns the first cipher of a list that is broken or has blocks of 64 bits (RFC 8758; RFC 8429, section 5),
// nil if there is none.
func weakCipher(l NameList) []byte {
	for len(l) > 0 {
		var name []byte
		name, l = l.Cut()
		for weak := range strings.FieldsSeq(weakCiphers) {
			if string(name) == weak {
				return name
			}
		}
	}
	return nil
}

const weakCiphers = "arcfour arcfour128 arcfour256 3des-cbc blowfish-cbc cast128-cbc idea-cbc des-cbc des-cbc@ssh.com none"
