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

// systems is a database of autonomous systems, with a cache of decoded records.
type systems struct {
	db     *mmdb.Database
	number string // keys of number and name in a record
	name   string
	cache  [1 << 12]atomic.Pointer[cached]
}

type cached struct {
	place uint32 // offset of the record in the database
	as    AS
}

// forms are the keys of both in databases: MaxMind, DB-IP and iptoasn; IPinfo.
var forms = [...]struct{ number, name string }{
	{"autonomous_system_number", "autonomous_system_organization"},
	{"asn", "as_name"},
	{"asn", "name"},
}

// maxTries is the maximum number of records to search for AS numbers.
const maxTries = 10_000

// mmdb opens a database of AS numbers.
func (in *input) mmdb() {
	db, err := mmdb.Open([]byte(in.text))
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

// detect determines the keys of the database.
func (s *systems) detect() error {
	tries := 0
	for record := range s.db.Records() {
		for _, f := range forms {
			s.number, s.name = f.number, f.name
			if as := s.decode(record); as.Number != 0 && as.Name != "" {
				return nil
			}
		}
		if tries++; tries == maxTries {
			break
		}
	}
	return errors.New("the database has no AS numbers: its type is " + strconv.Quote(s.db.Type()))
}

// decode returns the content of a record, zero if it is damaged.
func (s *systems) decode(record mmdb.Record) AS {
	name, _ := record.Text(s.name)
	return AS{s.numberOf(record), name}
}

// numberOf returns the AS number of a record, an integer or a text such as AS64496, and 0 if there is none.
func (s *systems) numberOf(record mmdb.Record) uint32 {
	n, ok := record.Number(s.number)
	if text, isText := record.Text(s.number); !ok && isText {
		n, _ = strconv.ParseUint(strings.TrimPrefix(text, "AS"), 10, 32)
	}
	if n > math.MaxUint32 {
		return 0
	}
	return uint32(n)
}

func (s *systems) lookUp(a netip.Addr) AS {
	record, ok := s.db.Lookup(a)
	if !ok {
		return AS{}
	}
	place := record.Place()
	slot := &s.cache[uint64(place)*0x9e3779b97f4a7c15>>52]
	if c := slot.Load(); c != nil && c.place == place {
		return c.as
	}
	c := &cached{place, s.decode(record)}
	slot.Store(c)
	return c.as
}
