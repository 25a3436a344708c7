package tor

import "time"

// MaxValidity is the longest that a relay's connection certificate is valid; it is made up too, in days.
const MaxValidity = 366 * 24 * time.Hour

// Certificate is what a server's certificate says.
type Certificate struct {
	IssuerCN, SubjectCN string
	// OtherAttributes says that the names of issuer or subject have more than a common name.
	OtherAttributes bool
	// AlternativeNames is how many subject alternative names there are.
	AlternativeNames int
	// NotBefore and NotAfter may be zero where they are not known.
	NotBefore, NotAfter time.Time
}

// IsRelay reports whether the certificate is one that a relay shows in the handshake: issued by www.X.com to www.Y.net,
// both made up and different, with nothing else in the names, no alternative names, and a short validity.
func (c *Certificate) IsRelay() bool {
	if c.OtherAttributes || c.AlternativeNames > 0 || !isUnder(c.IssuerCN, ".com") || !isUnder(c.SubjectCN, ".net") {
		return false
	}
	if !c.NotBefore.IsZero() && !c.NotAfter.IsZero() && c.NotAfter.Sub(c.NotBefore) > MaxValidity {
		return false
	}
	issuer, ok := NameScore(c.IssuerCN)
	subject, also := NameScore(c.SubjectCN)
	return ok && also && issuer+subject >= MadeUpBits
}

func isUnder(name, top string) bool { return len(name) > len(top) && name[len(name)-len(top):] == top }
