package mmdb

import "strings"

// Record is a value of a database, usually a map of names to values.
type Record struct {
	data []byte
	at   uint32
}

// Place returns the place of the record in its database. Many prefixes have the same record.
func (r Record) Place() uint32 { return r.at }

// Text returns a copy of the text under a path of keys, and false where there is none.
func (r Record) Text(path ...string) (string, bool) {
	h, ok := r.find(path)
	if !ok || h.kind != text {
		return "", false
	}
	return strings.ToValidUTF8(string(r.data[h.at:h.at+h.size]), "\uFFFD"), true
}

// Number returns the unsigned integer of at most 64 bits under a path of keys, and false where there is none.
func (r Record) Number(path ...string) (n uint64, ok bool) {
	h, ok := r.find(path)
	if !ok || h.kind != uint16s && h.kind != uint32s && h.kind != uint64s || h.size > 8 {
		return 0, false
	}
	for _, b := range r.data[h.at : h.at+h.size] {
		n = n<<8 | uint64(b)
	}
	return n, true
}

// find returns the value under a path of keys.
func (r Record) find(path []string) (head, bool) {
	h, ok := r.head(r.at)
	for _, key := range path {
		if ok {
			h, ok = r.member(h, key)
		}
	}
	return h, ok
}

// member returns the value under a key of a map.
func (r Record) member(h head, key string) (head, bool) {
	if h.kind != pairs {
		return head{}, false
	}
	at := h.at
	for range h.size {
		k, ok := r.head(at)
		if !ok || k.kind != text {
			return head{}, false
		}
		if at, ok = r.skip(at); !ok {
			return head{}, false
		}
		if string(r.data[k.at:k.at+k.size]) == key {
			return r.head(at)
		}
		if at, ok = r.skip(at); !ok {
			return head{}, false
		}
	}
	return head{}, false
}

// The types of values (MaxMind DB file format, "Output Data Section").
const (
	pointer = 1
	text    = 2
	uint16s = 5
	uint32s = 6
	pairs   = 7
	uint64s = 9
	array   = 11
	boolean = 14
)

// head is the type of a value, where its payload is, and how long: bytes, or entries of a map or an array.
type head struct {
	kind     byte
	at, size uint32
	ends     uint32 // of a pointer: where the next value is
}

// head returns the head of the value at a place, after at most one pointer.
func (r Record) head(at uint32) (head, bool) {
	h, ok := r.read(at)
	if ok && h.kind == pointer {
		h, ok = r.read(h.at)
		ok = ok && h.kind != pointer // a pointer must not lead to another
	}
	return h, ok
}

// skip returns the place after a value with all that it contains. Each value has a byte of its own, so that its work is
// bounded by the size of the data.
func (r Record) skip(at uint32) (uint32, bool) {
	for left := uint64(1); left > 0; left-- {
		h, ok := r.read(at)
		if !ok {
			return 0, false
		}
		switch h.kind {
		case pointer:
			at = h.ends
		case pairs:
			at, left = h.at, left+2*uint64(h.size)
		case array:
			at, left = h.at, left+uint64(h.size)
		case boolean:
			at = h.at
		default:
			at = h.at + h.size
		}
	}
	return at, true
}

// extraSize is the size that a head's five bits of 29, 30 and 31 add to.
var extraSize = [...]uint32{29, 285, 65821}

// read returns the head at a place: of a pointer its target in at. It checks that a payload of bytes is whole.
func (r Record) read(at uint32) (h head, ok bool) {
	control, at, ok := r.bytes(at, 1)
	if !ok {
		return h, false
	}
	h.kind = byte(control >> 5)
	if h.kind == pointer {
		return r.pointer(control, at)
	}
	if h.kind == 0 {
		var extended uint32
		if extended, at, ok = r.bytes(at, 1); !ok || extended > 8 {
			return h, false
		}
		h.kind = byte(extended) + 7
	}
	h.size = control & 31
	if h.size >= 29 {
		n := h.size - 28
		var more uint32
		if more, at, ok = r.bytes(at, n); !ok {
			return h, false
		}
		h.size = extraSize[n-1] + more
	}
	h.at = at
	whole := h.kind == pairs || h.kind == array || h.kind == boolean || uint64(at)+uint64(h.size) <= uint64(len(r.data))
	return h, whole
}

// pointerBase is what the target of a pointer counts from, by the two bits of its size.
var pointerBase = [...]uint32{0, 2048, 526336, 0}

func (r Record) pointer(control, at uint32) (h head, ok bool) {
	n := control >> 3 & 3
	target, at, ok := r.bytes(at, n+1)
	if n < 3 {
		target |= control & 7 << (8 * (n + 1))
	}
	return head{kind: pointer, at: target + pointerBase[n], ends: at}, ok
}

// bytes reads n bytes, at most 4, as a number, and returns the place after them.
func (r Record) bytes(at, n uint32) (v, after uint32, ok bool) {
	if uint64(at)+uint64(n) > uint64(len(r.data)) {
		return 0, at, false
	}
	for _, b := range r.data[at : at+n] {
		v = v<<8 | uint32(b)
	}
	return v, at + n, true
}
