package http

// text makes several strings of one: add them, then share.
type text struct {
	all  []byte
	to   []*string
	ends []int
}

// add adds the value of a field.
func (t *text) add(to *string, b []byte) {
	t.all = AppendUnfolded(t.all, b)
	t.mark(to)
}

func (t *text) addURL(to *string, r *Request) {
	t.all = r.AppendURL(t.all)
	t.mark(to)
}

func (t *text) addLower(to *string, b []byte) {
	t.all = appendLower(t.all, b)
	t.mark(to)
}

// appendLower appends b with ASCII in lower case.
func appendLower(dst, b []byte) []byte {
	for _, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func (t *text) mark(to *string) {
	t.to, t.ends = append(t.to, to), append(t.ends, len(t.all))
}

// share sets the strings and forgets where they are.
func (t *text) share() {
	all, begin := string(t.all), 0
	for i, to := range t.to {
		*to = all[begin:t.ends[i]]
		begin = t.ends[i]
	}
	clear(t.to)
	if cap(t.all) > keepBuffer {
		t.all = nil
	}
	t.all, t.to, t.ends = t.all[:0], t.to[:0], t.ends[:0]
}
