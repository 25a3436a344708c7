package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/output"
)

// timeout is the value of a flag with a time. 0 means no timeout and not the default.
type timeout struct{ at *time.Duration }

func (v timeout) Type() string { return "duration" }

func (v timeout) String() string {
	switch {
	case v.at == nil || *v.at == nfstream.NoTimeout:
		return "0s"
	case *v.at%time.Second == 0:
		return strconv.Itoa(int(*v.at/time.Second)) + "s"
	}
	return v.at.String()
}

func (v timeout) Set(s string) error {
	d, err := parseTime(s)
	switch {
	case err != nil:
		return err
	case d == 0:
		d = nfstream.NoTimeout
	}
	*v.at = d
	return nil
}

// parseTime parses a time for a field of nfstream.Config.
func parseTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	switch {
	case err != nil || d < 0:
		return 0, errors.New("want a time with its unit, such as 30s or 5m, or 0")
	case d != 0 && d < time.Millisecond:
		return 0, errors.New("want at least 1ms, or 0")
	}
	return d, nil
}

// period is the value of a flag with a time. 0 means the default.
type period struct{ at *time.Duration }

func (v period) Type() string { return "duration" }

func (v period) String() string {
	if v.at == nil {
		return "0s"
	}
	return v.at.String()
}

func (v period) Set(s string) (err error) {
	d, err := parseTime(s)
	if err == nil {
		*v.at = d
	}
	return err
}

// number is the value of a flag with an integer of at least least. A word may stand for a special value.
type number struct {
	at    *int
	least int
	word  string
	means int
}

func (v number) Type() string { return "number" }

func (v number) String() string {
	switch {
	case v.at == nil:
		return ""
	case v.word != "" && *v.at == v.means:
		return v.word
	}
	return strconv.Itoa(*v.at)
}

func (v number) Set(s string) error {
	n, err := strconv.Atoi(s)
	switch {
	case v.word != "" && (s == v.word || s == "0"):
		n = v.means
	case err != nil || n < v.least:
		return v.wanted()
	}
	*v.at = n
	return nil
}

func (v number) wanted() error {
	if v.word != "" {
		return fmt.Errorf("want a number of at least %d, or %s", v.least, v.word)
	}
	return fmt.Errorf("want a number of at least %d", v.least)
}

// choice is the value of a flag with one of several words, or its index.
type choice struct {
	set   func(int)
	words []string
	now   *int
}

// newChoice returns a choice with the first word as default.
func newChoice(words []string, set func(int)) choice { return choice{set, words, new(int)} }

// newOpenChoice returns a choice without a default.
func newOpenChoice(words []string, set func(int)) choice {
	none := -1
	return choice{set, words, &none}
}

func (v choice) Type() string { return "word" }

func (v choice) String() string {
	if v.now == nil || *v.now < 0 {
		return ""
	}
	return v.words[*v.now]
}

func (v choice) Set(s string) error {
	for i, word := range v.words {
		if s == word || s == strconv.Itoa(i) {
			*v.now = i
			v.set(i)
			return nil
		}
	}
	return fmt.Errorf("want %s, or 0 to %d", strings.Join(v.words, ", "), len(v.words)-1)
}

// formatWord is the value of --format. It refers to nfstream-full for what only that writes.
type formatWord struct {
	choice
	outputs *output.Outputs
}

func (v formatWord) Set(s string) error {
	if err := v.outputs.NeedsFull(s); err != nil && !slices.Contains(v.words, s) {
		return fmt.Errorf("needs %s", output.FullProgram)
	}
	return v.choice.Set(s)
}

// names is the value of a flag with comma-separated names. The flag may be repeated.
type names struct{ at *[]string }

func (v names) Type() string { return "names" }
func (v names) Repeats()     {}

func (v names) String() string {
	if v.at == nil {
		return ""
	}
	return strings.Join(*v.at, ",")
}

func (v names) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return errors.New("want comma-separated names")
		}
		*v.at = append(*v.at, name)
	}
	return nil
}

// nullWord is the value of a flag with a word. The empty word means nfstream.Empty.
type nullWord struct{ at *string }

func (v nullWord) Type() string { return "word" }

func (v nullWord) String() string {
	if v.at == nil || *v.at == nfstream.Empty {
		return ""
	}
	return *v.at
}

func (v nullWord) Set(s string) error {
	*v.at = s
	if s == "" {
		*v.at = nfstream.Empty
	}
	return nil
}

// size is the value of a flag with a number of bytes, optionally with a binary unit: 16M, 16m, 16Mi or 16MiB,
// ignoring case.
type size struct{ at *int }

var units = []struct {
	name  string
	shift int
}{{"GiB", 30}, {"MiB", 20}, {"KiB", 10}}

func (v size) Type() string { return "bytes" }

func (v size) String() string {
	if v.at == nil {
		return ""
	}
	for _, u := range units {
		if n := *v.at >> u.shift; n > 0 && n<<u.shift == *v.at {
			return strconv.Itoa(n) + u.name
		}
	}
	return strconv.Itoa(*v.at)
}

// shiftOf returns the shift of a unit in bits. ok is false for an unknown unit.
func shiftOf(unit string) (shift int, ok bool) {
	for _, u := range units {
		if unit != "" && len(unit) <= len(u.name) && strings.EqualFold(unit, u.name[:len(unit)]) {
			return u.shift, true
		}
	}
	return 0, unit == ""
}

func (v size) Set(s string) error {
	number := strings.TrimRight(s, "KMGIBkmgib")
	shift, ok := shiftOf(s[len(number):])
	n, err := strconv.ParseUint(strings.TrimSpace(number), 10, strconv.IntSize-1-shift)
	if err != nil || !ok || n == 0 {
		return errors.New("want a number of bytes, such as 1048576, 64M or 64MiB")
	}
	*v.at = int(n) << shift
	return nil
}
