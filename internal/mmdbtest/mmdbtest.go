// Package mmdbtest writes small databases in the MaxMind DB file format, version 2.0, for tests.
package mmdbtest

import (
	"encoding/binary"
	"net/netip"
	"slices"
)

// Record is the record of a prefix: keys and values of types string and uint32.
type Record struct {
	Prefix netip.Prefix
	Values []any // a key, its value, and so on
}

// Systems returns a record of an autonomous system in the form of GeoLite2-ASN.
func Systems(prefix string, number uint32, name string) Record {
	return Record{netip.MustParsePrefix(prefix),
		[]any{"autonomous_system_number", number, "autonomous_system_organization", name}}
}

// node is a node of the search tree, with a branch for a bit of 0 and one for a bit of 1.
type node [2]branch

// branch refers to a node, to a record, or to nothing.
type branch struct{ node, record int } // both counted from 1; 0 is none

const separator = 16 // zero bytes between the tree and the data

// Database returns a database of the given type. Prefixes must not overlap.
func Database(kind string, records ...Record) []byte {
	tree := []node{{}}
	var data []byte
	offsets := make([]int, len(records))
	for i, r := range records {
		offsets[i] = len(data)
		data = appendMap(data, r.Values...)
		tree = insert(tree, r.Prefix, i+1)
	}
	var out []byte
	for _, n := range tree {
		for _, b := range n {
			at := len(tree)
			switch {
			case b.node != 0:
				at = b.node - 1
			case b.record != 0:
				at = len(tree) + separator + offsets[b.record-1]
			}
			out = append(out, byte(at>>16), byte(at>>8), byte(at))
		}
	}
	out = append(out, make([]byte, separator)...)
	out = append(out, data...)
	out = append(out, "\xab\xcd\xefMaxMind.com"...)
	return appendMap(out, "node_count", uint32(len(tree)), "record_size", uint16(24), "ip_version", uint16(6),
		"database_type", kind, "binary_format_major_version", uint16(2), "binary_format_minor_version", uint16(0),
		"build_epoch", uint32(1_700_000_000))
}

// insert adds a prefix. IPv4 prefixes are in ::/96.
func insert(tree []node, p netip.Prefix, record int) []node {
	b := p.Addr().As16()
	bits := p.Bits()
	if p.Addr().Is4() {
		clear(b[:12])
		bits += 96
	}
	at := 0
	for i := range bits {
		bit := b[i/8] >> (7 - i%8) & 1
		if i == bits-1 {
			tree[at][bit].record = record
			break
		}
		if tree[at][bit].node == 0 {
			tree = append(tree, node{})
			tree[at][bit].node = len(tree)
		}
		at = tree[at][bit].node - 1
	}
	return tree
}

// The types of values.
const (
	typeText   = 2
	typeUint16 = 5
	typeUint32 = 6
	typeMap    = 7
)

func appendMap(dst []byte, pairs ...any) []byte {
	dst = append(dst, typeMap<<5|byte(len(pairs)/2))
	for _, v := range pairs {
		switch v := v.(type) {
		case string:
			if len(v) < 29 {
				dst = append(dst, typeText<<5|byte(len(v)))
			} else {
				dst = append(dst, typeText<<5|29, byte(len(v)-29))
			}
			dst = append(dst, v...)
		case uint16:
			dst = binary.BigEndian.AppendUint16(append(dst, typeUint16<<5|2), v)
		case uint32:
			dst = binary.BigEndian.AppendUint32(append(dst, typeUint32<<5|4), v)
		}
	}
	return slices.Clip(dst)
}
