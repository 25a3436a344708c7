package workload

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// certificates makes the chains of servers and keeps them: there are no more than servers, of some 1.2 KB each.
type certificates struct {
	root, issuer, leaf *ecdsa.PrivateKey
	intermediate       []byte
	chains             map[int][]byte
}

func newCertificates() *certificates {
	c := &certificates{root: keyFrom("root"), issuer: keyFrom("issuer"), leaf: keyFrom("leaf"),
		chains: map[int][]byte{}}
	issuing := content{1, "Benchmark Issuing CA", "Benchmark Root CA", constraintCA}
	c.intermediate = certificate(c.root, issuing, &c.issuer.PublicKey)
	return c
}

// keyFrom returns the key on P-256 that a text stands for.
func keyFrom(text string) *ecdsa.PrivateKey {
	scalar := sha256.Sum256([]byte("nfstream workload " + text))
	scalar[0] &= 0x7f // below the order of the group
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:])
	if err != nil {
		panic(err) // the text is a constant
	}
	return key
}

// chain returns the certificate_list of a server of TLS 1.2 (RFC 5246, section 7.4.2): its certificate, and the
// second one of the authority that signed it. Equal numbers have equal names.
func (c *certificates) chain(host int, name string) []byte {
	chain, ok := c.chains[host]
	if !ok {
		leaf := certificate(c.issuer, content{int64(host) + 1000, name, "Benchmark Issuing CA", alternatives(name)},
			&c.leaf.PublicKey)
		chain = nested(nil, 3, func(b []byte) []byte {
			b = nested(b, 3, fixed(leaf...))
			return nested(b, 3, fixed(c.intermediate...))
		})
		c.chains[host] = chain
	}
	return chain
}

var (
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidPublicKey       = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidP256            = asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}
	oidCommonName      = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidOrganization    = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidAlternatives    = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidConstraints     = asn1.ObjectIdentifier{2, 5, 29, 19}
)

// content is what a certificate says of who has it.
type content struct {
	serial          int64
	subject, issuer string
	extend          func(*cryptobyte.Builder)
}

// certificate returns a certificate with that key (RFC 5280). It does not use crypto/x509, because the bytes could
// change with the version of Go. The signature is deterministic (RFC 6979).
func certificate(signer *ecdsa.PrivateKey, c content, key *ecdsa.PublicKey) []byte {
	signed := toBeSigned(c, key)
	sum := sha256.Sum256(signed)
	signature, err := signer.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		panic(err) // the key is a constant
	}
	var whole cryptobyte.Builder
	whole.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(signed)
		addAlgorithm(b, oidECDSAWithSHA256)
		b.AddASN1BitString(signature)
	})
	return whole.BytesOrPanic()
}

func toBeSigned(c content, key *ecdsa.PublicKey) []byte {
	var tbs cryptobyte.Builder
	tbs.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(tag.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddASN1Int64(2) })
		b.AddASN1BigInt(big.NewInt(c.serial))
		addAlgorithm(b, oidECDSAWithSHA256)
		addName(b, c.issuer)
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1UTCTime(time.Unix(epoch-30*24*3600, 0).UTC())
			b.AddASN1UTCTime(time.Unix(epoch+60*24*3600, 0).UTC())
		})
		addName(b, c.subject)
		addKey(b, key)
		b.AddASN1(tag.Tag(3).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, c.extend)
		})
	})
	return tbs.BytesOrPanic()
}

func addAlgorithm(b *cryptobyte.Builder, oids ...asn1.ObjectIdentifier) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, oid := range oids {
			b.AddASN1ObjectIdentifier(oid)
		}
	})
}

func addKey(b *cryptobyte.Builder, key *ecdsa.PublicKey) {
	point, err := key.Bytes()
	if err != nil {
		b.SetError(err)
		return
	}
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		addAlgorithm(b, oidPublicKey, oidP256)
		b.AddASN1BitString(point)
	})
}

// addName appends an organisation and the common name.
func addName(b *cryptobyte.Builder, common string) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		addAttribute(b, oidOrganization, "Benchmark")
		addAttribute(b, oidCommonName, common)
	})
}

func addAttribute(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, value string) {
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oid)
			b.AddASN1(tag.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte(value)) })
		})
	})
}

// addExtension appends an extension with a sequence as value.
func addExtension(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, critical bool, value func(*cryptobyte.Builder)) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if critical {
			b.AddASN1Boolean(true)
		}
		b.AddASN1(tag.OCTET_STRING, func(b *cryptobyte.Builder) { b.AddASN1(tag.SEQUENCE, value) })
	})
}

func constraintCA(b *cryptobyte.Builder) {
	addExtension(b, oidConstraints, true, func(b *cryptobyte.Builder) { b.AddASN1Boolean(true) })
}

// alternatives are the name, and what is beneath it.
func alternatives(name string) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		addExtension(b, oidConstraints, true, func(*cryptobyte.Builder) {})
		addExtension(b, oidAlternatives, false, func(b *cryptobyte.Builder) {
			for _, n := range []string{name, "*." + name} {
				b.AddASN1(tag.Tag(2).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes([]byte(n)) })
			}
		})
	}
}
