package report

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"

	"github.com/nfstream/nfstream-go/internal/mmdb"
)

// countries is a database of countries in the MaxMind DB file format, version 2.0.
type countries struct{ db *mmdb.Database }

// openCountries opens a database and checks that it has countries.
func openCountries(name string) (*countries, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	db, err := mmdb.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := &countries{db}
	if !c.hasCountries() {
		return nil, errors.New(name + ": the database has no countries: its type is " + strconv.Quote(db.Type()))
	}
	return c, nil
}

// mostTries is the maximum number of records that hasCountries reads.
const mostTries = 10_000

func (c *countries) hasCountries() bool {
	tries := 0
	for record := range c.db.Records() {
		if country(record) != "" {
			return true
		}
		if tries++; tries == mostTries {
			break
		}
	}
	return false
}

// of returns the country of an address, empty if it is unknown.
func (c *countries) of(a netip.Addr) string {
	record, ok := c.db.Lookup(a)
	if !ok {
		return ""
	}
	return string(safe([]byte(country(record))))
}

// country returns the ISO 3166 code in a record: of MaxMind and DB-IP, of IPinfo.
func country(record mmdb.Record) string {
	for _, path := range [][]string{{"country", "iso_code"}, {"country_code"}, {"country"}} {
		if code, ok := record.Text(path...); ok && code != "" {
			return code
		}
	}
	return ""
}
