package categories

// ByName returns the id with the given name, ignoring ASCII case. It does not allocate.
func ByName(name string) (ID, bool) {
	low, high := 0, len(byName)
	for low < high {
		middle := (low + high) / 2
		switch c := compareFolded(name, byName[middle].Name()); {
		case c < 0:
			high = middle
		case c > 0:
			low = middle + 1
		default:
			return byName[middle], true
		}
	}
	return userByName(name)
}

// compareFolded compares texts by the bytes of their lower case.
func compareFolded(a, b string) int {
	for i := range min(len(a), len(b)) {
		if x, y := lower(a[i]), lower(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// AppendName appends the name of an application over a master protocol, such as "HTTP.Instagram", and returns the
// extended slice. If one id is Unknown or both are equal, it appends a single name, such as "TLS". It allocates only
// if dst is too small.
func AppendName(dst []byte, master, app ID) []byte {
	m, a := master.place(), app.place()
	switch {
	case m == 0 && master.user() == nil || master == app:
		return append(dst, app.Name()...)
	case a == 0 && app.user() == nil:
		return append(dst, master.Name()...)
	}
	dst = append(dst, master.Name()...)
	dst = append(dst, '.')
	return append(dst, app.Name()...)
}
