package http

// text makes several strings of one: add them, then share.
type text struct {
	all  []byte
	to   []*string
	ends []int
}

func (t *text) add(to *string, b []byte) {
	t.all = append(t.all, b...)
	t.mark(to)
}

func (t *text) addURL(to *string, r *Request) {
	t.all = r.AppendURL(t.all)
	t.mark(to)
}

func (t *text) addLower(to *string, b []byte) {
	begin := len(t.all)
	t.all = append(t.all, b...)
	for i := begin; i < len(t.all); i++ {
		if c := t.all[i]; 'A' <= c && c <= 'Z' {
			t.all[i] = c + 'a' - 'A'
		}
	}
	t.mark(to)
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
