package rules

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/oschwald/maxminddb-golang/v2"
)

// AS is an autonomous system.
type AS struct {
	Number uint32
	Name   string // of who runs it
}

// systems is a database of them, and records of it that were decoded lately.
type systems struct {
	db     *maxminddb.Reader
	number []any // the paths of both in a record
	name   []any
	cache  [1 << 12]atomic.Pointer[cached]
}

type cached struct {
	offset uintptr
	as     AS
}

// forms are how databases call the two: MaxMind, DB-IP and iptoasn; IPinfo.
var forms = [...]struct{ number, name string }{
	{"autonomous_system_number", "autonomous_system_organization"},
	{"asn", "as_name"},
	{"asn", "name"},
}

// marker stands before the metadata of a database (MaxMind DB File Format Specification 2.0, Database Metadata), within
// its last 128 KiB.
const (
	marker     = "\xab\xcd\xefMaxMind.com"
	markerRoom = 128 << 10
)

func isMMDB(text string) bool { return strings.Contains(text[max(0, len(text)-markerRoom):], marker) }

// maxTries is in how many records of a database AS numbers are looked for.
const maxTries = 10_000

// mmdb opens a database of AS numbers.
func (in *input) mmdb() {
	db, err := maxminddb.OpenBytes([]byte(in.text))
	if err != nil {
		in.wrong.add(in.path, 0, err)
		return
	}
	s := &systems{db: db}
	if err := s.detect(); err != nil {
		in.wrong.add(in.path, 0, err)
		return
	}
	in.Set.systems = append(in.Set.systems, s)
}

// detect finds out how the database calls what it holds.
func (s *systems) detect() error {
	tries := 0
	for r := range s.db.Networks() {
		if r.Err() != nil {
			return r.Err()
		}
		for _, f := range forms {
			s.number, s.name = []any{f.number}, []any{f.name}
			if as := s.decode(r); as.Number != 0 && as.Name != "" {
				return nil
			}
		}
		if tries++; tries == maxTries {
			break
		}
	}
	return errors.New("it holds no AS numbers: its type is " + strconv.Quote(s.db.Metadata.DatabaseType))
}

func (s *systems) decode(r maxminddb.Result) AS {
	var as AS
	if r.DecodePath(&as.Number, s.number...) != nil {
		var text string // such as AS64496
		if r.DecodePath(&text, s.number...) == nil {
			n, _ := strconv.ParseUint(strings.TrimPrefix(text, "AS"), 10, 32)
			as.Number = uint32(n)
		}
	}
	_ = r.DecodePath(&as.Name, s.name...)
	return as
}

// AS returns the autonomous system that an address belongs to, by the last database that has it. It allocates where
// nothing was asked of that system lately.
func (s *Set) AS(a netip.Addr) (AS, bool) {
	if s == nil {
		return AS{}, false
	}
	for i := len(s.systems) - 1; i >= 0; i-- {
		if as := s.systems[i].lookUp(a.Unmap()); as.Number != 0 {
			return as, true
		}
	}
	return AS{}, false
}

func (s *systems) lookUp(a netip.Addr) AS {
	r := s.db.Lookup(a)
	if !r.Found() {
		return AS{}
	}
	slot := &s.cache[uint64(r.Offset())*0x9e3779b97f4a7c15>>52]
	if c := slot.Load(); c != nil && c.offset == r.Offset() {
		return c.as
	}
	c := &cached{r.Offset(), s.decode(r)}
	slot.Store(c)
	return c.as
}

// HasAS reports whether there is a database of AS numbers.
func (s *Set) HasAS() bool { return s != nil && len(s.systems) > 0 }
