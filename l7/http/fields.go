package http

// Fields walks the fields of a head:
//
//	for f := request.Fields; f.Next(); {
//		use(f.Name, f.Value)
//	}
type Fields struct {
	Name, Value []byte // borrowed; the name as sent, the value without the blanks around it
	lines       lines
	err         error
}

// Next reads the next field, and returns false behind the last one that is whole. Lines without a name are skipped.
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
		if n, ok := parseLength(value); ok && f.ContentLength < 0 {
			f.ContentLength = n
		}
	case len(name) == len("transfer-encoding") && foldEqual(name, "transfer-encoding"):
		f.Coded = true
		f.Chunked = foldEqual(lastItem(value), "chunked")
	}
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

// MediaType returns the media type of a Content-Type without its parameters (RFC 9110, section 8.3.1), borrowed.
func MediaType(contentType []byte) []byte {
	for i, c := range contentType {
		if c == ';' {
			return trimBlank(contentType[:i])
		}
	}
	return contentType
}
