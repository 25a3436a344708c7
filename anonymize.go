//go:build !tiny

package nfstream

import (
	"net/netip"
	"slices"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/internal/anonymize"
	"github.com/nfstream/nfstream-go/internal/near"
)

// The columns of addresses, and the one that is made of them.
const (
	columnSrcIP       = "src_ip"
	columnDstIP       = "dst_ip"
	columnCommunityID = "community_id"
)

// anonymize replaces the columns that the configuration names by such as show pseudonyms.
//
// A value becomes the first 16 bytes of its HMAC-SHA-256 in hex, and with AnonymizePrefix an address another one (see
// package internal/anonymize); an empty text stays empty. Equal values are equal in every column. A column of texts or
// integers can be replaced, and is then one of texts. One of another type is refused, and so is one that is not in the
// rows, since the value might stay readable under another name. In rows whose addresses are replaced community_id
// must be as well: it is a hash of them without a key, which anybody can search.
//
// Nothing else is looked into: addresses and names may also stand in a URL, an answer of DNS or a certificate, and the
// first bytes of src_mac in src_oui.
func (s *setup) anonymize() error {
	if n := len(s.cfg.AnonymizeKey); n > 0 && n < anonymize.MinKey {
		return refuse("AnonymizeKey", "has %d bytes: want at least %d, or none for a random key", n, anonymize.MinKey)
	}
	if err := s.checkAnonymize(); err != nil || len(s.cfg.Anonymize) == 0 {
		return err
	}
	if s.pseudonyms == nil {
		a, err := anonymize.New(s.cfg.AnonymizeKey)
		if err != nil {
			return err
		}
		s.pseudonyms = a
	}
	s.replaceIn(s.columns)
	return nil
}

// replaceIn replaces the columns that the configuration names, in a list.
func (s *setup) replaceIn(columns []*Column) {
	for i, c := range columns {
		if s.anonymizes(c.Name) {
			columns[i] = anonymized(c, s.pseudonyms, s.cfg.AnonymizePrefix)
		}
	}
}

func (s *setup) anonymizes(name string) bool { return slices.Contains(s.cfg.Anonymize, name) }

func (s *setup) checkAnonymize() error {
	for _, name := range s.cfg.Anonymize {
		i := slices.IndexFunc(s.columns, func(c *Column) bool { return c.Name == name })
		if i < 0 {
			if found := near.Words(name, column.Names(s.columns)); len(found) > 0 {
				return refuse("Anonymize", "names %q: want perhaps %s", name, near.Or(found))
			}
			return refuse("Anonymize", "names %q: want a column of the rows, see Fields", name)
		}
		if t := s.columns[i].Type; t != Text && t != Int && t != Time {
			return refuse("Anonymize", "names %s, of type %s: want a text, an integer or a time", name, t)
		}
	}
	addresses := s.anonymizes(columnSrcIP) || s.anonymizes(columnDstIP)
	if s.cfg.AnonymizePrefix && !addresses {
		return refuse("AnonymizePrefix", "is set, and Anonymize names neither %s nor %s", columnSrcIP, columnDstIP)
	}
	if addresses && !s.anonymizes(columnCommunityID) && s.hasColumn(columnCommunityID) {
		return refuse("Anonymize", "leaves out %s, which gives the addresses away: name it too, or take it from Fields",
			columnCommunityID)
	}
	return nil
}

func (s *setup) hasColumn(name string) bool {
	return slices.ContainsFunc(s.columns, func(c *Column) bool { return c.Name == name })
}

// anonymized returns a column that shows pseudonyms of c's values.
func anonymized(c *Column, a *anonymize.Anonymizer, prefix bool) *Column {
	switch {
	case prefix && c.Name == columnSrcIP:
		return column.Pseudonymous(c, appendAddr(a, func(f *Flow) netip.Addr { return f.Src().Addr() }))
	case prefix && c.Name == columnDstIP:
		return column.Pseudonymous(c, appendAddr(a, func(f *Flow) netip.Addr { return f.Dst().Addr() }))
	}
	return column.Pseudonymous(c, func(dst []byte, f *Flow) []byte { return a.Hash(c.AppendText(dst, f), len(dst)) })
}

func appendAddr(a *anonymize.Anonymizer, get func(*Flow) netip.Addr) func([]byte, *Flow) []byte {
	return func(dst []byte, f *Flow) []byte { return a.Addr(get(f)).AppendTo(dst) }
}
