//go:build !tiny

package rules

import (
	"errors"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/nfstream/nfstream-go/internal/mmdb"
)

// systems is a database of them, and records of it that were decoded lately.
type systems struct {
	db     *mmdb.Reader
	number string // the keys of both in a record
	name   string
	cache  [1 << 12]atomic.Pointer[cached]
}

type cached struct {
	place uint32
	as    AS
}

// forms are how databases call the two: MaxMind, DB-IP and iptoasn; IPinfo.
var forms = [...]struct{ number, name string }{
	{"autonomous_system_number", "autonomous_system_organization"},
	{"asn", "as_name"},
	{"asn", "name"},
}

// maxTries is in how many records of a database AS numbers are looked for.
const maxTries = 10_000

// mmdb opens a database of AS numbers.
func (in *input) mmdb() {
	db, err := mmdb.Open(in.text)
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
	for place := range s.db.Records() {
		for _, f := range forms {
			s.number, s.name = f.number, f.name
			if as := s.decode(place); as.Number != 0 && as.Name != "" {
				return nil
			}
		}
		if tries++; tries == maxTries {
			break
		}
	}
	return errors.New("it holds no AS numbers: its type is " + strconv.Quote(s.db.Type))
}

func (s *systems) decode(place uint32) AS {
	number, _ := s.db.Value(place, s.number)
	if number.Number == 0 { // a text, such as AS64496
		number.Number, _ = strconv.ParseUint(strings.TrimPrefix(number.Text, "AS"), 10, 32)
	}
	if number.Number > math.MaxUint32 {
		return AS{}
	}
	name, _ := s.db.Value(place, s.name)
	return AS{uint32(number.Number), name.Text}
}

func (s *systems) lookUp(a netip.Addr) AS {
	place, ok := s.db.Lookup(a)
	if !ok {
		return AS{}
	}
	slot := &s.cache[uint64(place)*0x9e3779b97f4a7c15>>52]
	if c := slot.Load(); c != nil && c.place == place {
		return c.as
	}
	c := &cached{place, s.decode(place)}
	slot.Store(c)
	return c.as
}
