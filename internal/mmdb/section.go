package mmdb

// section is a part of a file with values (Output Data Section), in which pointers count from its begin.
type section string

// Value is a text or a number, which is 0 of a text.
type Value struct {
	Text   string // it shares the file's memory
	Number uint64
}

// The types of values (Data Field Format) that are told apart.
const (
	typePointer = 1
	typeText    = 2
	typeUint16  = 5
	typeUint32  = 6
	typeMap     = 7
	typeInt32   = 8
	typeUint64  = 9
	typeList    = 11
	typeBool    = 14
)

const (
	maxValues = 1 << 12 // of a record that are read, whatever it claims to have
	maxDepth  = 32
)

// field is what stands before a value: its type, its size, in values or pairs where it has some within, or whither it
// points; and where its content begins.
type field struct {
	kind uint8
	size uint32
	at   uint32
}

// field reads the control bytes at a place.
func (s section) field(at uint32) (f field, ok bool) {
	control, ok := s.number(at, 1)
	if !ok {
		return f, false
	}
	at++
	f.kind = uint8(control >> 5)
	if f.kind == typePointer {
		return s.pointer(control, at)
	}
	if f.kind == 0 {
		extended, ok := s.number(at, 1)
		if !ok || extended > 8 {
			return f, false
		}
		f.kind = uint8(extended) + 7
		at++
	}
	f.size = uint32(control & 31)
	if f.kind != typeBool && f.size >= 29 {
		more := f.size - 28
		n, ok := s.number(at, more)
		if !ok {
			return f, false
		}
		f.size = [...]uint32{29, 285, 65821}[more-1] + uint32(n)
		at += more
	}
	f.at = at
	return f, true
}

func (s section) pointer(control uint64, at uint32) (f field, ok bool) {
	size := uint32(control>>3&3) + 1
	n, ok := s.number(at, size)
	if size < 4 {
		n |= control & 7 << (8 * size)
		n += [...]uint64{0, 2048, 526336}[size-1]
	}
	return field{typePointer, uint32(n), at + size}, ok && n <= uint64(len(s))
}

// number reads so many bytes.
func (s section) number(at, size uint32) (n uint64, ok bool) {
	if uint64(at)+uint64(size) > uint64(len(s)) {
		return 0, false
	}
	for _, b := range []byte(s[at : at+size]) {
		n = n<<8 | uint64(b)
	}
	return n, true
}

// value reads the value at a place, behind a pointer if there is one, and returns where the next one begins, 0 for a
// map or a list.
func (s section) value(at uint32) (v Value, f field, next uint32, ok bool) {
	if f, ok = s.field(at); !ok {
		return v, f, 0, false
	}
	if f.kind == typePointer {
		next = f.at
		if f, ok = s.field(f.size); !ok || f.kind == typePointer {
			return v, f, 0, false
		}
	}
	end := uint64(f.at) + uint64(f.size)
	switch f.kind {
	case typeMap, typeList:
		return v, f, next, true
	case typeBool:
		end = uint64(f.at)
	case typeText:
		if end <= uint64(len(s)) {
			v.Text = string(s[f.at:end])
		}
	case typeUint16, typeUint32, typeInt32, typeUint64:
		if v.Number, ok = s.number(f.at, f.size); f.size > 8 {
			ok = false
		}
	}
	if next == 0 {
		next = uint32(end)
	}
	return v, f, next, ok && end <= uint64(len(s))
}

// member returns the text or number behind a key of the map at a place.
func (s section) member(at uint32, key string) (Value, bool) {
	_, m, _, ok := s.value(at)
	if !ok || m.kind != typeMap {
		return Value{}, false
	}
	budget := maxValues
	at = m.at
	for range m.size {
		name, f, next, ok := s.value(at)
		if !ok || f.kind != typeText {
			return Value{}, false
		}
		if name.Text == key {
			v, f, _, ok := s.value(next)
			return v, ok && (f.kind == typeText || v.Number > 0)
		}
		if at, ok = s.skip(next, &budget, maxDepth); !ok {
			return Value{}, false
		}
	}
	return Value{}, false
}

// skip returns where the value behind the one at a place begins.
func (s section) skip(at uint32, budget *int, depth int) (uint32, bool) {
	if *budget--; *budget < 0 || depth == 0 {
		return 0, false
	}
	_, f, next, ok := s.value(at)
	if !ok || next > 0 {
		return next, ok
	}
	n := f.size
	if f.kind == typeMap {
		n *= 2
	}
	at = f.at
	for range n {
		if at, ok = s.skip(at, budget, depth-1); !ok {
			return 0, false
		}
	}
	return at, true
}
