package metadata

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type letter struct {
	Subject string
	Pages   uint16
	To      []string
	Sizes   []int64
	Stamps  [2]struct{ Land string }
	Sent    time.Time
}

type parcel struct{ Weight uint32 }

func TestRecords(t *testing.T) {
	var none *Set
	require.Nil(t, Get[letter](none))
	var s Set
	require.Zero(t, s.Records())
	require.Nil(t, Get[letter](&s))
	l := Need[letter](&s)
	require.Same(t, l, Need[letter](&s))
	Need[parcel](&s).Weight = 3
	require.Same(t, l, Get[letter](&s))
	require.EqualValues(t, 3, Get[parcel](&s).Weight)
	require.Equal(t, 2, s.Records())
}

func TestServerText(t *testing.T) {
	var s Set
	s.SetServerName("a")
	require.Empty(t, s.ServerText)
	s.ServerText = "a"
	s.SetServerName("b")
	require.Equal(t, "b", s.ServerText)
	s.ServerText = "says hello"
	s.SetServerName("c")
	require.Equal(t, "says hello", s.ServerText)
}

func TestClone(t *testing.T) {
	require.Nil(t, (*Set)(nil).Clone())
	make := func() *Set {
		return (&Set{ServerName: "a", Certificate: &Certificate{SHA1: "00"}}).With(
			&letter{Subject: "s", To: []string{"x", "y"}, Sizes: []int64{1, 2}}, &parcel{1})
	}
	s := make()
	c := s.Clone()
	require.Equal(t, s, c)
	l := Get[letter](c)
	l.To[0], l.Sizes[1], l.Subject, Get[parcel](c).Weight = "z", 9, "other", 9
	Need[struct{ A string }](c)
	c.Certificate = nil
	require.Equal(t, make(), s)
}

// What is held is that of the heap, whatever records hold.
func TestBytes(t *testing.T) {
	require.Zero(t, (*Set)(nil).Bytes())
	const n = 20_000
	all := make([]*Set, n)
	heap := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before := heap()
	for i := range all {
		s := &Set{ServerName: strings.Repeat("s", 20+i%30), UserAgent: strings.Repeat("a", 100)}
		s.ClientText = s.ServerName
		l := Need[letter](s)
		l.Subject = strings.Repeat("u", 50+i%100)
		s.ServerText = l.Subject
		l.Stamps[1].Land = strings.Repeat("l", 40)
		for j := range i % 5 {
			l.To = append(l.To, strings.Repeat("t", 10+j))
			l.Sizes = append(l.Sizes, int64(j))
		}
		if i%2 == 0 {
			Need[parcel](s)
			s.Certificate = &Certificate{Names: strings.Repeat("n", i%200), SHA1: strings.Repeat("0", 40)}
		}
		all[i] = s
	}
	measured := heap() - before
	counted := 0
	for _, s := range all {
		counted += s.Bytes()
	}
	require.InEpsilon(t, measured, counted, 0.1)
	runtime.KeepAlive(all)
}

// Types that refer to themselves, pointers and maps are no records. They are counted without what they refer to.
func TestOddRecords(t *testing.T) {
	type tree struct {
		Name  string
		Trees []tree
		next  *tree
		names map[string]string
		texts []string
	}
	s := new(Set).With(&tree{Name: "a", Trees: []tree{{Name: "b", Trees: []tree{{Name: "c"}}}}, next: new(tree),
		names: map[string]string{"e": "f"}, texts: []string{"d"}})
	require.Positive(t, s.Bytes())
	require.Equal(t, s, s.Clone())
}

func TestNothingIsAllocated(t *testing.T) {
	s := (&Set{ServerName: "a"}).With(&letter{To: []string{"a"}}, &parcel{1})
	c := Text("letter_subject", "", func(l *letter) string { return l.Subject })
	room := make([]byte, 0, 100)
	s.Bytes()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		s.Bytes()
		Need[parcel](s).Weight++
		c.AppendText(room, s)
	}))
}

func TestColumns(t *testing.T) {
	when := time.Date(2026, 11, 30, 19, 20, 0, 0, time.UTC)
	full := (&Set{ServerName: "a.example", Certificate: &Certificate{Issuer: "CN=a", NotAfter: when}}).With(
		&letter{Subject: "hello", Pages: 2, To: []string{"a", "b"}, Sizes: []int64{3, 4}, Sent: when})
	for _, c := range []struct {
		*Column
		want string
	}{
		{Text("letter_subject", "", func(l *letter) string { return l.Subject }), "hello"},
		{Texts("letter_to", "", func(l *letter) []string { return l.To }), "a,b"},
		{Time("letter_sent", "", func(l *letter) time.Time { return l.Sent }), "2026-11-30 19:20:00"},
		{Text("letter_server", "", func(s *Set) string { return s.ServerName }), "a.example"},
		{Text("letter_issuer", "", func(c *Certificate) string { return c.Issuer }), "CN=a"},
		{Time("letter_after", "", func(c *Certificate) time.Time { return c.NotAfter }), "2026-11-30 19:20:00"},
	} {
		require.Equal(t, "letter", c.Group)
		got, there := c.AppendText([]byte("x"), full)
		require.True(t, there, c.Name)
		require.Equal(t, "x"+c.want, string(got), c.Name)
		got, _ = c.AppendText(nil, new(Set))
		require.Empty(t, got, c.Name)
		got, _ = c.AppendText(nil, new(Set).With(new(letter)))
		require.Empty(t, got, c.Name)
	}
}

func TestNumbers(t *testing.T) {
	full, zero := new(Set).With(&letter{Pages: 2, Sizes: []int64{3, 4}}), new(Set).With(new(letter))
	c := Int("letter_pages", "", func(l *letter) int64 { return int64(l.Pages) }).Measured("packets").In("mail")
	require.Equal(t, []string{"mail", "packets"}, []string{c.Group, c.Unit})
	none := Int("letter_pages", "", func(l *letter) int64 { return int64(l.Pages) }).OrNone()
	for _, x := range []struct {
		c        *Column
		s        *Set
		value    int64
		observed bool
	}{
		{c, full, 2, true}, {none, full, 2, true}, {c, zero, 0, true}, {none, zero, 0, false}, {c, new(Set), 0, false},
	} {
		value, observed := x.c.Integer(x.s)
		require.Equal(t, x.value, value)
		require.Equal(t, x.observed, observed)
	}
	sizes := Ints("letter_sizes", "", func(l *letter) []int64 { return l.Sizes })
	list, there := sizes.List(full)
	require.True(t, there)
	require.Equal(t, []int64{3, 4}, list)
	_, there = sizes.List(new(Set))
	require.False(t, there)
	require.Equal(t, "letter", sizes.Record().Name())
}

func TestMake(t *testing.T) {
	var s *Set
	l := Make[*letter](&s)
	require.NotNil(t, s)
	l.Pages = 3
	require.Same(t, l, Make[*letter](&s))
	require.Same(t, l, Get[letter](s))
	require.Equal(t, 1, s.Records())
}

func TestColumnsOfTables(t *testing.T) {
	columns := append(TextColumns("letter_subject* what it is about\nletter_to first of whom it is to", func(l *letter, i int) string {
		return [...]string{l.Subject, l.To[0]}[i]
	}), IntColumns("letter_pages 16 number of its pages", func(l *letter, _ int) int64 { return int64(l.Pages) })...)
	s := new(Set).With(&letter{Subject: "s", To: []string{"x"}})
	require.Len(t, columns, 3)
	for i, want := range []string{"s", "x"} {
		got, there := columns[i].AppendText(nil, s)
		require.True(t, there)
		require.Equal(t, want, string(got))
		_, there = columns[i].AppendText(nil, new(Set))
		require.False(t, there)
	}
	require.Equal(t, "first of whom it is to", columns[1].Doc)
	require.Equal(t, "letter_to", columns[1].Name)
	require.Equal(t, "letter", columns[1].Group)
	require.Equal(t, "letter_subject", columns[0].Name)
	require.True(t, columns[0].Repeats)
	require.False(t, columns[1].Repeats)
	require.EqualValues(t, 16, columns[2].Bits)
	require.Equal(t, "number of its pages", columns[2].Doc)
	_, observed := columns[2].Integer(s)
	require.False(t, observed, "0 is none")
	Get[letter](s).Pages = 3
	pages, observed := columns[2].Integer(s)
	require.True(t, observed)
	require.EqualValues(t, 3, pages)
}

// The elements of a list are those of its text.
func TestTextsOfLists(t *testing.T) {
	kept := []string{"a", "b,c", ""}
	for _, c := range []*Column{
		Texts("letter_to", "", func(l *letter) []string { return l.To }),
		EachText("letter_to", "", func(l *letter, i int) (string, bool) {
			if i == len(l.To) {
				return "", false
			}
			return l.To[i], true
		}),
		Text("letter_to", "", func(l *letter) string { return strings.Join(l.To, ",") }).Separated(),
	} {
		require.True(t, c.ShowsList())
		for n := range len(kept) + 1 {
			s := new(Set).With(&letter{To: kept[:n]})
			text, _ := c.AppendText(nil, s)
			require.Equal(t, string(text), strings.Join(c.AppendTexts(nil, s), ","))
		}
		require.Empty(t, c.AppendTexts(nil, new(Set)), "without the record")
	}
	require.False(t, Text("letter_subject", "", func(l *letter) string { return l.Subject }).ShowsList())
}
