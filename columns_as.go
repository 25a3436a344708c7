package nfstream

import "github.com/nfstream/nfstream-go/categories/rules"

// The columns of autonomous systems.
const (
	columnASNumber = "as_number"
	columnASName   = "as_name"
)

// asColumns are empty until openAS tells them where to look.
func asColumns() []Column {
	number := intColumn(columnASNumber, "autonomous system of the destination, or of the source where that has none, by a "+
		"database of Rules; 0 unknown", func(*Flow) int64 { return 0 })
	return []Column{
		number,
		textColumn(columnASName, "who runs that autonomous system", func(dst []byte, _ *Flow) []byte { return dst }),
	}
}

// openAS lets the columns of autonomous systems look into the rules in force.
func (s *Streamer) openAS() {
	for _, c := range s.columns {
		switch c.Name {
		case columnASNumber:
			c.int = func(f *Flow) int64 { return int64(s.system(f).Number) }
			c.absent = func(f *Flow) bool { return c.int(f) == 0 }
		case columnASName:
			c.text = func(dst []byte, f *Flow) []byte { return append(dst, s.system(f).Name...) }
		}
	}
}

func (s *Streamer) system(f *Flow) rules.AS {
	set := s.rules.Load()
	as, ok := set.AS(f.Dst().Addr())
	if !ok {
		as, _ = set.AS(f.Src().Addr())
	}
	return as
}
