package http

import "bytes"

// Fields walks the fields of a head:
//
//	for f := request.Fields; f.Next(); {
//		use(f.Name, f.Value)
//	}
type Fields struct {
	// Name and Value are borrowed: the name as sent, the value without the blanks around it. A value over several lines
	// has their ends in it, see AppendUnfolded.
	Name, Value []byte
	lines       lines
	err         error
}

// Next reads the next field. It returns false after the last complete field. It skips lines without a name.
func (f *Fields) Next() bool {
	for f.err == nil {
		name, value, ok, err := f.lines.field()
		if f.err = err; err != nil || !ok {
			return false
		}
		if len(name) > 0 {
			f.Name, f.Value = name, value
			return true
		}
	}
	return false
}

// Get returns the value of the first field of a name, given in lower case, and nil if there is none.
func (f Fields) Get(lower string) []byte {
	for f.Next() {
		if foldEqual(f.Name, lower) {
			return f.Value
		}
	}
	return nil
}

// Framing is what the fields say about the body (RFC 9112, section 6).
type Framing struct {
	ContentLength int64 // -1: not said
	Chunked       bool  // chunked is the last transfer coding
	Coded         bool  // there is a transfer coding
}

func (f *Framing) field(name, value []byte) {
	switch {
	case len(name) == len("content-length") && foldEqual(name, "content-length"):
		if n, ok := parseLengths(value); ok && f.ContentLength < 0 {
			f.ContentLength = n
		}
	case len(name) == len("transfer-encoding") && foldEqual(name, "transfer-encoding"):
		if last := lastItem(value); !foldEqual(last, "identity") { // of RFC 2616: no coding
			f.Coded = true
			f.Chunked = foldEqual(last, "chunked")
		}
	}
}

// parseLengths reads a length, or a list of equal ones as a field has that came several times (RFC 9110, section 8.6).
func parseLengths(b []byte) (n int64, ok bool) {
	last := lastItem(b)
	if n, ok = parseLength(last); !ok || len(last) == len(b) {
		return n, ok
	}
	for before := b; ok && len(before) > 0; {
		var item []byte
		item, before, _ = bytes.Cut(before, []byte{','})
		m, whole := parseLength(trimBlank(item))
		ok = whole && m == n
	}
	return n, ok
}

// parseLength reads a decimal number of no more than 18 digits.
func parseLength(b []byte) (n int64, ok bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	for _, c := range b {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// lastItem returns the last item of a comma-separated list.
func lastItem(b []byte) []byte {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == ',' {
			return trimBlank(b[i+1:])
		}
	}
	return b
}

// AppendUnfolded appends a field's value to dst as one line: each end of a line within it, with the blanks around, as one
// space (RFC 9112, section 5.2).
func AppendUnfolded(dst, value []byte) []byte {
	for {
		end := bytes.IndexByte(value, '\n')
		if end < 0 {
			return append(dst, value...)
		}
		dst = append(append(dst, trimBlank(value[:end])...), ' ')
		value = trimBlank(value[end:])
	}
}

// MediaType returns the media type of a Content-Type without its parameters (RFC 9110, section 8.3.1), borrowed.
func MediaType(contentType []byte) []byte {
	for i, c := range contentType {
		if c == ';' {
			return trimBlank(contentType[:i])
		}
	}
	return contentType
}
