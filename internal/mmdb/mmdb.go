// Package mmdb reads databases in the MaxMind DB file format, version 2.0: maps from address prefixes to records.
package mmdb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"
	"net/netip"
	"strings"
)

// marker stands before the metadata, within the last metadataMost bytes.
const (
	marker       = "\xab\xcd\xefMaxMind.com"
	metadataMost = 128 << 10
)

// separator is the number of zero bytes between the search tree and the data.
const separator = 16

// Is reports whether a text ends as a database does.
func Is(text string) bool { return strings.Contains(text[max(0, len(text)-metadataMost):], marker) }

// Database is a database in memory. It is safe for concurrent use.
type Database struct {
	tree  []byte
	data  []byte
	kind  string
	nodes uint32
	size  uint32 // of a node in bytes: two branches
	four  uint32 // node below which the IPv4 addresses are
	v4    bool   // all addresses are IPv4
}

// Open returns the database in data, which it keeps. It returns an error if the tree is not whole; damaged records are
// only found when they are read.
func Open(data []byte) (*Database, error) {
	at := bytes.LastIndex(data[max(0, len(data)-metadataMost):], []byte(marker))
	if at < 0 {
		return nil, errors.New("no MaxMind database: it has no metadata")
	}
	at += max(0, len(data)-metadataMost)
	if len(data) > math.MaxInt32 {
		return nil, errors.New("a MaxMind database of more than 2 GiB")
	}
	m := Record{data[at+len(marker):], 0}
	number := func(key string) uint64 {
		n, _ := m.Number(key)
		return n
	}
	if major := number("binary_format_major_version"); major != 2 {
		return nil, fmt.Errorf("a MaxMind database of version %d: want 2", major)
	}
	d := &Database{v4: number("ip_version") == 4}
	switch bits := number("record_size"); bits {
	case 24, 28, 32:
		d.size = uint32(bits) / 4
	default:
		return nil, fmt.Errorf("a MaxMind database with branches of %d bits: want 24, 28 or 32", bits)
	}
	nodes := number("node_count")
	if nodes*uint64(d.size)+separator > uint64(at) || nodes > uint64(at) {
		return nil, errors.New("the MaxMind database is cut: its tree ends after its data")
	}
	d.nodes = uint32(nodes)
	d.kind, _ = m.Text("database_type")
	end := d.nodes * d.size
	d.tree, d.data = data[:end], data[end+separator:at]
	if !d.v4 {
		d.four = d.walk(0, make([]byte, 12))
	}
	return d, nil
}

// Type returns the name that the database has for its kind, such as GeoLite2-ASN.
func (d *Database) Type() string { return d.kind }

// Lookup returns the record of an address. IPv4-mapped addresses are those of IPv4.
func (d *Database) Lookup(a netip.Addr) (Record, bool) {
	at, a := uint32(0), a.Unmap()
	switch {
	case a.Is4():
		b := a.As4()
		at = d.walk(d.four, b[:])
	case d.v4 || !a.IsValid():
		return Record{}, false
	default:
		b := a.As16()
		at = d.walk(0, b[:])
	}
	return d.record(at)
}

// walk returns what is below a node on the way of an address: a node, or what record takes.
func (d *Database) walk(at uint32, addr []byte) uint32 {
	for _, b := range addr {
		for bit := 7; bit >= 0; bit-- {
			if at >= d.nodes {
				return at
			}
			at = d.branch(at, b>>bit&1)
		}
	}
	return at
}

// branch returns the left or the right branch of a node.
func (d *Database) branch(node uint32, right byte) uint32 {
	n := d.tree[node*d.size:][:d.size]
	switch d.size {
	case 6:
		n = n[right*3:]
		return uint32(n[0])<<16 | uint32(n[1])<<8 | uint32(n[2])
	case 7: // the middle byte has the high bits of both
		if right == 0 {
			return uint32(n[3]>>4)<<24 | uint32(n[0])<<16 | uint32(n[1])<<8 | uint32(n[2])
		}
		return uint32(n[3]&15)<<24 | uint32(n[4])<<16 | uint32(n[5])<<8 | uint32(n[6])
	}
	return binary.BigEndian.Uint32(n[right*4:])
}

// record returns the record of a branch that leads to no node.
func (d *Database) record(at uint32) (Record, bool) {
	if at < d.nodes+separator || uint64(at)-uint64(d.nodes)-separator >= uint64(len(d.data)) {
		return Record{}, false
	}
	return Record{d.data, at - d.nodes - separator}, true
}

// Records returns the records of all prefixes, in the order of the tree, so that some come repeatedly.
func (d *Database) Records() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for node := range d.nodes {
			for right := range byte(2) {
				if r, ok := d.record(d.branch(node, right)); ok && !yield(r) {
					return
				}
			}
		}
	}
}
