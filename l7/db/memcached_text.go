package db

import (
	"bytes"
)

// form is a word and the format of the fields after it, with a letter for each field: k is a key, w a key that is not a
// number (beanstalkd deletes numbers), n a number, v a version, t any text. Fields in capitals may be repeated or
// missing.
type form struct {
	word, fields string
	found        evidence
}

var commandForms = []form{
	{"set", "knnnT", certain}, {"add", "knnnT", certain}, {"replace", "knnnT", certain}, {"append", "knnnT", certain},
	{"prepend", "knnnT", certain}, {"cas", "knnnnT", certain}, {"get", "kK", thin}, {"gets", "kK", thin}, {"gat", "nkK", thin},
	{"gats", "nkK", thin}, {"delete", "wT", thin}, {"incr", "knT", thin}, {"decr", "knT", thin}, {"touch", "knT", thin},
	{"stats", "T", thin}, {"version", "", thin}, {"flush_all", "T", certain}, {"verbosity", "nT", certain},
	{"mg", "kT", thin}, {"ms", "knT", thin}, {"md", "kT", thin}, {"ma", "kT", thin}, {"mn", "", thin},
}

var answerForms = []form{
	{"VALUE", "knnN", certain}, {"STORED", "", certain}, {"NOT_STORED", "", certain}, {"VERSION", "v", certain}, {"STAT", "ktT", certain},
	{"CLIENT_ERROR", "tT", certain}, {"SERVER_ERROR", "tT", certain}, {"END", "", thin}, {"DELETED", "", thin}, {"NOT_FOUND", "", thin},
	{"TOUCHED", "", thin}, {"EXISTS", "", thin}, {"OK", "", vague}, {"ERROR", "", vague}, {"HD", "T", thin}, {"EN", "", thin},
	{"NF", "T", thin}, {"NS", "T", thin}, {"EX", "T", thin}, {"MN", "", thin}, {"VA", "nT", thin},
}

// lineEvidence rates the line that b begins with.
func lineEvidence(b []byte, forms []form) evidence {
	line, _, whole := bytes.Cut(b, []byte("\r\n"))
	if len(line) > memcachedLine || !isPrintable(bytes.TrimSuffix(line, []byte("\r"))) {
		return none
	}
	word, rest, more := bytes.Cut(line, []byte(" "))
	for i := range forms {
		f := &forms[i]
		switch {
		case !whole && !more && bytes.HasPrefix([]byte(f.word), bytes.TrimSuffix(word, []byte("\r"))):
			return part
		case string(word) != f.word:
		case !whole:
			return part
		case fits(rest, f.fields) && more == (len(rest) > 0):
			return f.found
		}
	}
	return none
}

func isPrintable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

// fits reports whether the fields of a line are those of a form.
func fits(rest []byte, fields string) bool {
	for len(rest) > 0 {
		var field []byte
		if field, rest, _ = bytes.Cut(rest, []byte(" ")); fields == "" || !isField(field, fields[0]|0x20) {
			return false
		}
		if fields[0] >= 'a' {
			fields = fields[1:]
		}
	}
	return fields == "" || fields[0] < 'a'
}

func isField(b []byte, kind byte) bool {
	switch {
	case len(b) == 0:
		return false
	case kind == 'k':
		return len(b) <= memcachedKey
	case kind == 'w':
		_, number := decimal(b)
		return !number && len(b) <= memcachedKey
	case kind == 'v':
		return '0' <= b[0] && b[0] <= '9' && bytes.IndexByte(b, '.') > 0
	case kind == 'n':
		_, ok := decimal(bytes.TrimPrefix(b, []byte("-")))
		return ok
	}
	return true
}

// decimal reads a number. Beyond what counts here its digits count for nothing.
func decimal(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = min(10*n+int(c-'0'), memcachedValue)
	}
	return n, 0 < len(b) && len(b) <= 20
}
