package column

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// declared makes a column of one that a protocol declares.
//
//go:noinline
func declared(m *metadata.Column) Column {
	c := Column{Name: m.Name, Doc: m.Doc, Unit: m.Unit, Group: m.Group}
	switch m.Type {
	case metadata.TypeInt:
		c.Type, c.Integer = Int, unsigned(m)
		c.int = func(f *flow.Flow) int64 { v, _ := m.Integer(f.Metadata()); return v }
		c.absent = func(f *flow.Flow) bool { _, observed := m.Integer(f.Metadata()); return !observed }
		return c
	case metadata.TypeInts:
		get := func(f *flow.Flow) []int64 { list, _ := m.List(f.Metadata()); return list }
		c.Type, c.Integer = IntList, unsigned(m)
		BindInts(&c, get)
		c.absent = func(f *flow.Flow) bool { return len(get(f)) == 0 }
		return c
	case metadata.TypeTime:
		c.Type, c.plain, c.seconds = Time, true, true
		c.int = func(f *flow.Flow) int64 { t, _ := m.Moment(f.Metadata()); return t.Unix() }
		c.absent = func(f *flow.Flow) bool { _, observed := m.Moment(f.Metadata()); return !observed }
	default:
		c.Type, c.Categorical = Text, m.Repeats
		if m.ShowsList() {
			c.texts = func(dst []string, f *flow.Flow) []string { return m.AppendTexts(dst, f.Metadata()) }
		}
	}
	c.text = func(dst []byte, f *flow.Flow) []byte {
		dst, _ = m.AppendText(dst, f.Metadata())
		return dst
	}
	return c
}

// unsigned returns the integer type that a protocol's column declares.
func unsigned(m *metadata.Column) Width { return Width{m.Bits, m.Bits != 0} }

// withDeclared adds the columns that protocols declare to groups of that name, and further groups in their order behind
// the group "names".
func withDeclared(groups []group, columns []*metadata.Column) []group {
	place := 0
	for i := range groups {
		if groups[i].name == groupNames {
			place = i + 1
		}
	}
	for _, m := range columns {
		g := named(groups, m.Group)
		if g == nil {
			groups = append(groups[:place], append([]group{{name: m.Group}}, groups[place:]...)...)
			g = &groups[place]
			place++
		}
		g.cols = append(g.cols, declared(m))
	}
	return groups
}

// named returns the group of a name, nil if there is none.
func named(groups []group, name string) *group {
	for i := range groups {
		if groups[i].name == name {
			return &groups[i]
		}
	}
	return nil
}

// fingerprints returns the columns that show a fingerprint of a side.
func fingerprints(columns []*metadata.Column, of metadata.Side) (all []*metadata.Column) {
	for _, m := range columns {
		if m.Fingerprint == of {
			all = append(all, m)
		}
	}
	return all
}

// fingerprintOf is the column of nfstream6 that shows the fingerprint of a side.
func fingerprintOf(name, kind string, columns []*metadata.Column, of metadata.Side) Column {
	all := fingerprints(columns, of)
	doc := nfstream6Doc + ": " + kind + " of TLS and QUIC, HASSH of SSH"
	return textColumn(name, doc, func(dst []byte, f *flow.Flow) []byte {
		for _, m := range all {
			at := len(dst)
			var there bool
			if dst, there = m.AppendText(dst, f.Metadata()); there {
				if m.Capitals {
					capitals(dst[at:])
				}
				return dst
			}
		}
		return dst
	})
}

func capitals(text []byte) {
	for i, c := range text {
		if 'a' <= c && c <= 'z' {
			text[i] = c - 'a' + 'A'
		}
	}
}
