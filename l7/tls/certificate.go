package tls

import (
	"crypto/sha1"
	"iter"
	"net/netip"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// Certificates is the list of a certificate message up to TLS 1.2, borrowed from the message. Each certificate is in
// DER and has a length prefix. The owner's certificate comes first.
type Certificates []byte

// ParseCertificates reads the body of a certificate message up to TLS 1.2 (RFC 5246, section 7.4.2). ErrMalformed comes
// with the certificates before the defect; a body that is cut gives those that are whole.
func ParseCertificates(body []byte) (Certificates, error) {
	c := wire.NewCursor(body)
	n := int(c.Uint24())
	list := Certificates(c.Bytes(min(n, c.Len())))
	if !c.OK() || n > len(list) || list.wholeLength() != len(list) {
		return list, ErrMalformed
	}
	return list, nil
}

// All yields the DER of the certificates in order, up to the first that is cut.
func (l Certificates) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		c := wire.NewCursor(l)
		for c.Len() > 0 {
			if der := c.Bytes(int(c.Uint24())); !c.OK() || !yield(der) {
				return
			}
		}
	}
}

// Leaf returns the DER of the owner's certificate, nil if that is cut.
func (l Certificates) Leaf() []byte {
	for der := range l.All() {
		return der
	}
	return nil
}

// count returns the number of certificates, up to 255.
func (l Certificates) count() (n uint8) {
	for range l.All() {
		if n < 255 {
			n++
		}
	}
	return n
}

func (l Certificates) wholeLength() (n int) {
	for der := range l.All() {
		n += 3 + len(der)
	}
	return n
}

// Certificate is what a certificate says of whom it is for and whom it is from. It borrows nothing.
type Certificate struct {
	Subject    string // distinguished name in text, see ParseCertificate
	Issuer     string
	CommonName string // the subject's last

	// Of the subject's alternative names, in order: those that name a host, IP addresses among them in text, and these by
	// kind.
	AlternativeNames []string
	DNSNames         []string
	IPAddresses      []netip.Addr

	NotBefore time.Time
	NotAfter  time.Time
	SHA1      [sha1.Size]byte // of the DER

	KeyType    string // of the public key: RSA, EC P-256, Ed25519, ML-DSA-44 and so on; empty if it is not known
	KeyBits    uint16 // size of the public key, 0 if the type does not have one
	Named      bool   // there are alternative names, of whatever kind and wherever
	SelfIssued bool   // the issuer is the subject, in the same bytes
}

// Fingerprint returns the SHA-1 as certificate viewers show it: AB:CD:....
func (c *Certificate) Fingerprint() string {
	const digits = "0123456789ABCDEF"
	b := make([]byte, 0, 3*len(c.SHA1))
	for i, v := range c.SHA1 {
		if i > 0 {
			b = append(b, ':')
		}
		b = append(b, digits[v>>4], digits[v&0xf])
	}
	return string(b)
}

// ServerNames returns the alternative names with commas between them.
func (c *Certificate) ServerNames() string { return strings.Join(c.AlternativeNames, ",") }
