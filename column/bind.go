package column

import "github.com/nfstream/nfstream-go/flow"

// BindInt gives a plug-in's column of type Int, Millis or Time the place of its values; a Time of 0 is none.
func BindInt(c *Column, get func(*flow.Flow) int64) {
	c.int = get
	if c.Type == Time {
		c.absent = func(f *flow.Flow) bool { return get(f) == 0 }
		c.text = timeText(get, c.absent)
	}
}

// BindFloat is BindInt of a Float.
func BindFloat(c *Column, get func(*flow.Flow) float64) { c.float = get }

// BindText is BindInt of a Text.
func BindText(c *Column, get func(*flow.Flow) string) {
	c.text = func(dst []byte, f *flow.Flow) []byte { return append(dst, get(f)...) }
}

// BindInts is BindInt of an IntList.
func BindInts(c *Column, get func(*flow.Flow) []int64) {
	c.list = listOf(get, appendInt)
	c.ints = func(dst []int64, f *flow.Flow) []int64 { return append(dst, get(f)...) }
}

// BindFloats is BindInt of a FloatList.
func BindFloats(c *Column, get func(*flow.Flow) []float64) {
	c.list = listOf(get, appendFloat)
	c.floats = func(dst []float64, f *flow.Flow) []float64 { return append(dst, get(f)...) }
}

// Pseudonymous returns a column of texts in place of c, with its name and group, whose values get appends.
func Pseudonymous(c *Column, get func([]byte, *flow.Flow) []byte) *Column {
	return &Column{Name: c.Name, Type: Text, Doc: c.Doc, Group: c.Group, text: get, pseudonym: true}
}

// Pseudonym reports whether the column shows pseudonyms in place of its values.
func (c *Column) Pseudonym() bool { return c.pseudonym }
