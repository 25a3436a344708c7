// Package mmdb looks addresses up in databases in the MaxMind DB file format, version 2.0
// (maxmind.github.io/MaxMind-DB), as far as texts and whole numbers at the top of a record go. It reads them in place
// and without reflection.
package mmdb

import (
	"errors"
	"iter"
	"net/netip"
	"strings"
)

const (
	// Marker stands before the metadata, within the last MarkerRoom bytes (Database Metadata).
	Marker     = "\xab\xcd\xefMaxMind.com"
	MarkerRoom = 128 << 10

	separator = 16 // bytes between the tree and the data
	maxVisits = 1 << 20
)

// ErrFormat is of what is no database of the format.
var ErrFormat = errors.New("no database of MaxMind's format, version 2")

// Reader looks addresses up. It may be used concurrently.
type Reader struct {
	Type string // such as GeoLite2-ASN

	tree   string
	data   section
	nodes  uint32
	bits   uint64 // of one of the two records of a node: 24, 28 or 32
	v6     bool
	ipv4At uint32 // the node, or what else a record says, behind the 96 zeros of IPv4
}

// Is reports whether a text has the marker of a database.
func Is(text string) bool { return strings.Contains(text[max(0, len(text)-MarkerRoom):], Marker) }

// Open returns a Reader of a file's content.
func Open(text string) (*Reader, error) {
	at := strings.LastIndex(text, Marker)
	if at < 0 || at < len(text)-MarkerRoom {
		return nil, ErrFormat
	}
	meta := section(text[at+len(Marker):])
	number := func(key string) uint64 {
		v, _ := meta.member(0, key)
		return v.Number
	}
	kind, _ := meta.member(0, "database_type")
	version := number("ip_version")
	r := &Reader{Type: kind.Text, bits: number("record_size"), v6: version == 6}
	nodes := number("node_count")
	size := nodes * r.bits / 4
	switch {
	case number("binary_format_major_version") != 2, version != 4 && version != 6,
		r.bits != 24 && r.bits != 28 && r.bits != 32, nodes == 0 || nodes >= 1<<32, size+separator > uint64(at):
		return nil, ErrFormat
	}
	r.nodes, r.tree, r.data = uint32(nodes), text[:size], section(text[size+separator:at])
	if r.v6 {
		for range 96 {
			r.ipv4At = r.follow(r.ipv4At, 0)
		}
	}
	return r, nil
}

// follow returns what the record of a node says for a bit. What is no node leads to itself.
func (r *Reader) follow(node uint32, bit byte) uint32 {
	if node >= r.nodes {
		return node
	}
	size := int(r.bits / 4)
	b := r.tree[int(node)*size:][:size]
	switch {
	case r.bits == 28 && bit == 0:
		return uint32(b[3]>>4)<<24 | uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	case r.bits == 28:
		return uint32(b[3]&0xf)<<24 | uint32(b[4])<<16 | uint32(b[5])<<8 | uint32(b[6])
	case bit == 1:
		b = b[size/2:]
	}
	n := uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	if r.bits == 32 {
		n = n<<8 | uint32(b[3])
	}
	return n
}

// record returns the place in the data that a tree's record says, if it says one.
func (r *Reader) record(n uint32) (uint32, bool) {
	if n < r.nodes+separator || n-r.nodes-separator >= uint32(len(r.data)) {
		return 0, false
	}
	return n - r.nodes - separator, true
}

// Lookup returns the place of the record of an address, which is the same for all that share it.
func (r *Reader) Lookup(a netip.Addr) (place uint32, ok bool) {
	a = a.Unmap()
	var raw [16]byte
	width, node := 128, uint32(0)
	switch {
	case a.Is4():
		b := a.As4()
		copy(raw[:], b[:])
		width, node = 32, r.ipv4At
	case a.Is6() && r.v6:
		raw = a.As16()
	default:
		return 0, false
	}
	for i := 0; i < width && node < r.nodes; i++ {
		node = r.follow(node, raw[i/8]>>(7-i%8)&1)
	}
	return r.record(node)
}

// Records returns the places of records in the order of their addresses. Of a tree that is larger than a million nodes,
// or has loops, some are left out.
func (r *Reader) Records() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		type way struct {
			node  uint32
			depth int
		}
		ahead := []way{{}}
		for visits := 0; len(ahead) > 0 && visits < maxVisits; visits++ {
			at := ahead[len(ahead)-1]
			ahead = ahead[:len(ahead)-1]
			if place, ok := r.record(at.node); ok && !yield(place) {
				return
			}
			if at.node < r.nodes && at.depth < 128 {
				ahead = append(ahead, way{r.follow(at.node, 1), at.depth + 1}, way{r.follow(at.node, 0), at.depth + 1})
			}
		}
	}
}

// Value returns what a record has behind a key: false where it has nothing, or neither a text nor a number.
func (r *Reader) Value(place uint32, key string) (Value, bool) { return r.data.member(place, key) }
