package ssh

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// NameList is a view of a comma-separated list of names (RFC 4251, section 5).
type NameList []byte

// First returns the first name, the one that its sender likes best.
func (l NameList) First() []byte {
	name, _ := l.Cut()
	return name
}

// Cut returns the first name and the names after it.
func (l NameList) Cut() (name []byte, rest NameList) {
	name, tail, _ := bytes.Cut(l, []byte{','})
	return name, tail
}

// Has reports whether a name is in the list.
func (l NameList) Has(name string) bool {
	for len(l) > 0 {
		var first []byte
		if first, l = l.Cut(); string(first) == name {
			return true
		}
	}
	return false
}

// KexInit is a view of the message that lists the algorithms a side supports (RFC 4253, section 7.1).
type KexInit struct {
	Cookie                                       []byte
	KeyExchange, HostKey                         NameList
	CiphersClientToServer, CiphersServerToClient NameList
	MACsClientToServer, MACsServerToClient       NameList
	CompressionClientToServer                    NameList
	CompressionServerToClient                    NameList
	LanguagesClientToServer                      NameList
	LanguagesServerToClient                      NameList
	Follows                                      bool // a guessed packet of the key exchange follows
}

// The numbers of messages (RFC 4250, section 4.1.2). Those from IGNORE to DEBUG may come at any time.
const (
	messageIgnore  = 2
	messageDebug   = 4
	messageKexInit = 20
)

const (
	cookieLength  = 16
	minPadding    = 4
	minPacket     = 5
	lengthOfField = 4

	shortestPacket = 16 // RFC 4253, section 6
)

// Parse parses the packet of a KEXINIT at the start of data and returns the packet's length. k borrows from data. The
// packet must be unencrypted, as the first KEXINIT is. The error is ErrMore, ErrMalformed or ErrTooLong.
func (k *KexInit) Parse(data []byte) (int, error) {
	*k = KexInit{}
	payload, n, err := parsePacket(data)
	if err != nil {
		return 0, err
	}
	if payload[0] != messageKexInit || !k.payload(payload[1:]) {
		*k = KexInit{}
		return 0, ErrMalformed
	}
	return n, nil
}

// parsePacket returns the payload of the packet (RFC 4253, section 6) that data begins with, and the packet's length.
func parsePacket(data []byte) (payload []byte, n int, err error) {
	c := wire.NewCursor(data)
	length := c.Uint32()
	padding := int(c.Uint8())
	switch {
	case len(data) < lengthOfField:
		return nil, 0, ErrMore
	case length > MaxPacket-lengthOfField:
		return nil, 0, ErrTooLong
	case length < minPacket+1:
		return nil, 0, ErrMalformed
	case !c.OK():
		return nil, 0, ErrMore
	case padding < minPadding || padding+1 >= int(length):
		return nil, 0, ErrMalformed
	case len(data) < lengthOfField+int(length):
		return nil, 0, ErrMore
	}
	return c.Bytes(int(length) - 1 - padding), lengthOfField + int(length), nil
}

func (k *KexInit) payload(b []byte) bool {
	c := wire.NewCursor(b)
	k.Cookie = c.Bytes(cookieLength)
	for _, list := range []*NameList{
		&k.KeyExchange, &k.HostKey, &k.CiphersClientToServer, &k.CiphersServerToClient, &k.MACsClientToServer,
		&k.MACsServerToClient, &k.CompressionClientToServer, &k.CompressionServerToClient,
		&k.LanguagesClientToServer, &k.LanguagesServerToClient,
	} {
		*list = readNameList(&c)
	}
	k.Follows = c.Uint8() != 0
	c.Skip(4)
	return c.OK()
}

// readNameList reads a list of names, which are printable US-ASCII (RFC 4251, section 6).
func readNameList(c *wire.Cursor) NameList {
	size := c.Uint32()
	if size > MaxPacket {
		c.Fail()
		return nil
	}
	b := c.Bytes(int(size))
	for _, char := range b {
		if char <= ' ' || char >= 0x7f {
			c.Fail()
			return nil
		}
	}
	return NameList(b)
}
