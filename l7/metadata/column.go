package metadata

import (
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Type is what a column holds.
type Type uint8

// The types of columns.
const (
	TypeText Type = iota
	TypeInt
	TypeTime // shown as 2006-01-02 15:04:05 in UTC
	TypeInts // a list of integers
)

// Side is a side of a flow.
type Side uint8

// The sides.
const (
	NoSide Side = iota
	Client
	Server
)

// Column shows something of a record, or of the Set itself, as a column of rows. Text, Texts, Int, Ints and Time make
// one. Where the record is missing, texts and lists are empty and integers 0; with --null all of them show the word for
// that, and so do empty texts.
type Column struct {
	Name  string
	Type  Type
	Doc   string // one sentence for a user to read
	Unit  string // of a number: ms, ns, bytes or packets; empty if it has none
	Group string // the name under which --fields asks for it and its like

	// Bits is the size of the smallest unsigned integer type that all values of a column of integers or lists of them fit:
	// 8, 16 or 32; zero is a signed one of 64.
	Bits    uint8
	Repeats bool // of texts: there are few values, which occur in many flows

	// Fingerprint says that the column client_fingerprint or server_fingerprint of nfstream6 shows the value too, in capitals
	// if Capitals says so. Of several columns that of the first protocol counts whose record is there.
	Fingerprint Side
	Capitals    bool

	record reflect.Type // nil without one
	at     int          // of textAt and intAt
	text   func(*Set) (string, bool)
	textAt func(*Set, int) (string, bool)
	intAt  func(*Set, int) (int64, bool)
	texts  func(*Set) ([]string, bool)
	each   func(*Set, int) (part, bool)
	int    func(*Set) (int64, bool)
	ints   func(*Set) ([]int64, bool)
	time   func(*Set) (time.Time, bool)
	none   bool // 0 is none
	commas bool // text shows a list, comma separated
}

// Constructors. P is a pointer to a record's type, which the compiler infers from get, or *Set or *Certificate. The group is
// the part of the name before the first underscore: memcached_version and memcached_command are of the group memcached.

// Text is a column of texts, UTF-8 or bytes from the network; empty is none.
func Text[P any](name, doc string, get func(P) string) *Column {
	c := of[P](TypeText, name, doc)
	c.text = getter(get)
	return c
}

// Texts is a column of texts that shows a list, comma separated; empty is none.
func Texts[P any](name, doc string, get func(P) []string) *Column {
	c := of[P](TypeText, name, doc)
	c.texts = getter(get)
	return c
}

// part is an element of a list, and whether there is one.
type part struct {
	text string
	more bool
}

// EachText is a column of texts that shows a list that is not kept as one, comma separated. get returns the element with an index,
// empty for one that is not shown, and false behind the last.
func EachText[P any](name, doc string, get func(P, int) (text string, ok bool)) *Column {
	c := of[P](TypeText, name, doc)
	c.each = getterAt(func(p P, i int) part { text, more := get(p, i); return part{text, more} })
	return c
}

// TextColumns are columns of texts of a record, of which get returns the one with an index. The table has a line for each: its name,
// with an asterisk if the values repeat, a space, and its documentation. They take less of a program than as many columns by Text.
func TextColumns[P any](table string, get func(P, int) string) []*Column {
	return of[P](TypeText, "", "").columns(table, func(c *Column) { c.textAt = getterAt(get) })
}

// IntColumns are columns of integers of a record, as TextColumns are columns of texts. Between name and documentation stand the
// Bits. 0 is none in all of them.
func IntColumns[P any](table string, get func(P, int) int64) []*Column {
	return of[P](TypeInt, "", "").columns(table, func(c *Column) { c.intAt, c.none = getterAt(get), true })
}

func (c *Column) columns(table string, set func(*Column)) (all []*Column) {
	set(c)
	for line := range strings.Lines(table) {
		one := *c
		one.at = len(all)
		one.Name, one.Doc, _ = strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		one.Name, one.Repeats = strings.CutSuffix(one.Name, "*")
		if c.Type == TypeInt {
			var bits string
			bits, one.Doc, _ = strings.Cut(one.Doc, " ")
			n, _ := strconv.Atoi(bits)
			one.Bits = uint8(n)
		}
		one.Group, _, _ = strings.Cut(one.Name, "_")
		all = append(all, &one)
	}
	return all
}

// Int is a column of integers. 0 is a value like any other, see OrNone.
func Int[P any](name, doc string, get func(P) int64) *Column {
	c := of[P](TypeInt, name, doc)
	c.int = getter(get)
	return c
}

// Ints is a column of lists of integers.
func Ints[P any](name, doc string, get func(P) []int64) *Column {
	c := of[P](TypeInts, name, doc)
	c.ints = getter(get)
	return c
}

// Time is a column of times; the zero time is none.
func Time[P any](name, doc string, get func(P) time.Time) *Column {
	c := of[P](TypeTime, name, doc)
	c.time = getter(get)
	return c
}

//go:noinline
func of[P any](t Type, name, doc string) *Column {
	group, _, _ := strings.Cut(name, "_")
	c := &Column{Name: name, Type: t, Doc: doc, Group: group}
	if p := reflect.TypeFor[P](); p != reflect.TypeFor[*Set]() && p != reflect.TypeFor[*Certificate]() {
		c.record = p.Elem()
	}
	return c
}

// getter gets a value from what P points to, if it is there: a record, the certificate, or the Set itself.
func getter[P, V any](get func(P) V) func(*Set) (V, bool) {
	return func(s *Set) (v V, ok bool) {
		r, ok := find[P](s)
		if !ok {
			r, ok = any(s).(P)
		}
		if !ok && s.Certificate != nil {
			r, ok = any(s.Certificate).(P)
		}
		if ok {
			v = get(r)
		}
		return v, ok
	}
}

// getterAt gets one of several values from the record that P points to.
func getterAt[P, V any](get func(P, int) V) func(*Set, int) (V, bool) {
	return func(s *Set, at int) (v V, ok bool) {
		r, ok := find[P](s)
		if ok {
			v = get(r, at)
		}
		return v, ok
	}
}

// In puts the column into another group, and returns it.
func (c *Column) In(group string) *Column { c.Group = group; return c }

// OrNone lets 0 stand for none in a column of integers, and returns it.
func (c *Column) OrNone() *Column { c.none = true; return c }

// Measured gives a column of integers a unit, and returns it.
func (c *Column) Measured(unit string) *Column { c.Unit = unit; return c }

// Unsigned lets all values fit an unsigned integer of 8, 16 or 32 bits, and returns the column.
func (c *Column) Unsigned(bits uint8) *Column { c.Bits = bits; return c }

// Repeating says that there are few texts, which occur in many flows, such as names of methods, and returns the column.
func (c *Column) Repeating() *Column { c.Repeats = true; return c }

// Separated says that a column by Text shows a list that is kept comma separated, and returns it.
func (c *Column) Separated() *Column { c.commas = true; return c }

// AsFingerprint lets nfstream6 show the column too, see Fingerprint, and returns it.
func (c *Column) AsFingerprint(of Side, capitals bool) *Column {
	c.Fingerprint, c.Capitals = of, capitals
	return c
}

// Record returns the type of the record that the column shows, nil if it shows what is common to all protocols.
func (c *Column) Record() reflect.Type { return c.record }

// AppendText appends the value of a column of texts or times to dst, and reports whether its record is there.
func (c *Column) AppendText(dst []byte, s *Set) (_ []byte, there bool) {
	switch {
	case c.text != nil:
		t, ok := c.text(s)
		return append(dst, t...), ok
	case c.textAt != nil:
		t, ok := c.textAt(s, c.at)
		return append(dst, t...), ok
	case c.time != nil:
		t, ok := c.time(s)
		if !t.IsZero() {
			dst = t.AppendFormat(dst, time.DateTime)
		}
		return dst, ok
	}
	if c.each != nil {
		return c.appendEach(dst, s)
	}
	list, ok := c.texts(s)
	for i, t := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, t...)
	}
	return dst, ok
}

func (c *Column) appendEach(dst []byte, s *Set) (_ []byte, there bool) {
	begin := len(dst)
	for i := 0; ; i++ {
		p, ok := c.each(s, i)
		switch {
		case !p.more:
			return dst, ok
		case p.text == "":
			continue
		case len(dst) > begin:
			dst = append(dst, ',')
		}
		dst = append(dst, p.text...)
	}
}

// ShowsList reports whether a column of texts shows a list, whose elements AppendTexts appends.
func (c *Column) ShowsList() bool { return c.texts != nil || c.each != nil || c.commas }

// AppendTexts appends the elements of a list of texts to dst: those of which AppendText shows each with a comma between
// two. They are only to be read.
func (c *Column) AppendTexts(dst []string, s *Set) []string {
	switch {
	case c.texts != nil:
		list, _ := c.texts(s)
		return append(dst, list...)
	case c.each != nil:
		for i := 0; ; i++ {
			p, _ := c.each(s, i)
			switch {
			case !p.more:
				return dst
			case p.text != "":
				dst = append(dst, p.text)
			}
		}
	}
	text, _ := c.text(s)
	for more := text != ""; more; {
		var one string
		one, text, more = strings.Cut(text, ",")
		dst = append(dst, one)
	}
	return dst
}

// Moment returns the value of a column of times, and whether it was observed.
func (c *Column) Moment(s *Set) (_ time.Time, observed bool) {
	t, ok := c.time(s)
	return t, ok && !t.IsZero()
}

// Integer returns the value of a column of integers, and whether it was observed.
func (c *Column) Integer(s *Set) (value int64, observed bool) {
	if c.intAt != nil {
		value, observed = c.intAt(s, c.at)
	} else {
		value, observed = c.int(s)
	}
	return value, observed && (value != 0 || !c.none)
}

// List returns the value of a column of lists of integers, and whether its record is there. The list is only to be read.
func (c *Column) List(s *Set) (list []int64, there bool) { return c.ints(s) }
