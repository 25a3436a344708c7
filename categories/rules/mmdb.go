//go:build !tiny

package rules

import (
	"errors"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/oschwald/maxminddb-golang/v2"
)

// systems is a database of autonomous systems, with a cache of decoded records.
type systems struct {
	db     *maxminddb.Reader
	number string // keys of number and name in a record
	name   string
	cache  [1 << 12]atomic.Pointer[cached]
}

type cached struct {
	place uintptr // offset of the record in the database
	as    AS
}

// forms are the keys of both in databases: MaxMind, DB-IP and iptoasn; IPinfo.
var forms = [...]struct{ number, name string }{
	{"autonomous_system_number", "autonomous_system_organization"},
	{"asn", "as_name"},
	{"asn", "name"},
}

// mmdbMarker stands before the metadata of a database, within its last 128 KiB (MaxMind DB file format, version 2.0).
const mmdbMarker = "\xab\xcd\xefMaxMind.com"

// isMMDB reports whether a text has the marker of a database.
func isMMDB(text string) bool { return strings.Contains(text[max(0, len(text)-128<<10):], mmdbMarker) }

// maxTries is the maximum number of records to search for AS numbers.
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

// detect determines the keys of the database.
func (s *systems) detect() error {
	tries := 0
	for record := range s.db.Networks() {
		if record.Err() != nil {
			break
		}
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
	return errors.New("the database has no AS numbers: its type is " + strconv.Quote(s.db.Metadata.DatabaseType))
}

// decode returns the content of a record, zero if it is damaged.
func (s *systems) decode(record maxminddb.Result) (as AS) {
	var number any
	if record.DecodePath(&number, s.number) != nil || record.DecodePath(&as.Name, s.name) != nil {
		return AS{}
	}
	as.Number = systemNumber(number)
	return as
}

// systemNumber returns the AS number of a value: an integer, or a text such as AS64496.
func systemNumber(v any) uint32 {
	n := uint64(0)
	switch v := v.(type) {
	case uint64:
		n = v
	case string:
		n, _ = strconv.ParseUint(strings.TrimPrefix(v, "AS"), 10, 32)
	}
	if n > math.MaxUint32 {
		return 0
	}
	return uint32(n)
}

func (s *systems) lookUp(a netip.Addr) AS {
	record := s.db.Lookup(a.Unmap())
	if !record.Found() {
		return AS{}
	}
	place := record.Offset()
	slot := &s.cache[uint64(place)*0x9e3779b97f4a7c15>>52]
	if c := slot.Load(); c != nil && c.place == place {
		return c.as
	}
	c := &cached{place, s.decode(record)}
	slot.Store(c)
	return c.as
}
