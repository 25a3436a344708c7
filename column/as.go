package column

import "github.com/nfstream/nfstream-go/flow"

// asColumns are of the autonomous system that system finds; 0 and empty without it.
func asColumns(system func(*flow.Flow) (number uint32, name string)) []Column {
	if system == nil {
		system = func(*flow.Flow) (uint32, string) { return 0, "" }
	}
	number := intColumn("as_number", u32, "autonomous system of the destination, or of the source where that has none, by a "+
		"database of Rules; 0 unknown", func(f *flow.Flow) int64 {
		n, _ := system(f)
		return int64(n)
	})
	return []Column{
		orNone(number),
		nameColumn("as_name", "who runs that autonomous system", func(dst []byte, f *flow.Flow) []byte {
			_, name := system(f)
			return append(dst, name...)
		}),
	}
}
