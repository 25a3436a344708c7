package rules

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
)

// Format is how a file is written.
type Format uint8

// The formats. Detect finds out which one it is by the file's name and content.
const (
	Detect         Format = iota
	Stanzas               // the project's own
	NDPI                  // nDPI's protocol files
	NDPICategories        // nDPI's category files
	Hosts                 // hosts files as block lists
	V2fly                 // domain lists of v2fly, and plain lists of domains
	Prefixes              // addresses and prefixes, one a line
	JSON                  // what AWS, Google, Azure, Cloudflare and GitHub publish
	MMDB                  // MaxMind databases of AS numbers
)

var formatNames = [...]string{"detect", "stanzas", "ndpi", "ndpi-categories", "hosts", "v2fly", "prefixes", "json",
	"mmdb"}

// String returns the format's name, as it stands before a file's name.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return "no format"
}

// FormatByName returns the format of a name.
func FormatByName(name string) (Format, bool) {
	for i, n := range formatNames {
		if n == name {
			return Format(i), true
		}
	}
	return Detect, false
}

// read reads the text in its format.
func (in *input) read() {
	switch in.format {
	case Stanzas:
		in.stanzas()
	case NDPI:
		in.ndpi()
	case NDPICategories:
		in.ndpiCategories()
	case Hosts:
		in.hostsFile()
	case V2fly:
		in.v2fly()
	case Prefixes:
		in.prefixes()
	case JSON:
		in.json()
	case MMDB:
		in.mmdb()
	default:
		in.wrong.add(in.path, 0, errors.New("there is no such format"))
	}
}

// detect returns the format of a file.
func detect(path, text string) (Format, error) {
	switch {
	case strings.EqualFold(filepath.Ext(path), ".mmdb") || isMMDB(text):
		return MMDB, nil
	case strings.HasPrefix(strings.TrimLeft(text, "\ufeff \t\r\n"), "{"):
		return JSON, nil
	}
	if _, ok := categoryOfList(path); ok {
		return NDPICategories, nil
	}
	var first []string // the words of the first line that says something
	for _, line := range lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || isComment(words[0]):
		case first == nil && isNDPI(line):
			return NDPI, nil
		case first == nil:
			if f := formatOfLine(words); f != Detect {
				return f, nil
			}
			first = words
		case line[0] == ' ' || line[0] == '\t':
			return Stanzas, nil
		case isNDPI(line):
			return NDPI, nil
		default:
			return formatOfNames(first)
		}
	}
	if first == nil {
		return Stanzas, nil // without rules
	}
	return formatOfNames(first)
}

func isComment(word string) bool {
	return word[0] == '#' || word[0] == ';' || strings.HasPrefix(word, "//")
}

// formatOfLine tells the format by a line's words, Detect where they may be of several.
func formatOfLine(words []string) Format {
	word := words[0]
	_, isNetwork := parsePrefix(strings.TrimRight(word, ",;"))
	_, isAddr := netip.ParseAddr(word)
	switch {
	case isAddr == nil && len(words) == 2 && isNumber(words[1]), len(words) == 2 && isNumber(words[1]):
		return NDPICategories
	case isAddr == nil && len(words) > 1 && !isComment(words[1]):
		return Hosts
	case isNetwork == nil:
		return Prefixes
	}
	if key, _, ok := strings.Cut(word, ":"); ok {
		switch key {
		case "domain", "full", "keyword", "regexp", "include":
			return V2fly
		}
	}
	return Detect
}

// formatOfNames tells the format by a line that begins with a name, and below which no line is indented.
func formatOfNames(words []string) (Format, error) {
	if len(words) == 1 || words[1][0] == '@' || words[1][0] == '&' || isComment(words[1]) {
		if strings.Contains(words[0], ".") {
			return V2fly, nil
		}
	}
	return Detect, fmt.Errorf("the format is not clear: say which it is, as in %s:FILE (there are %s)",
		Hosts, strings.Join(formatNames[1:], ", "))
}

func isNumber(word string) bool { return word != "" && strings.Trim(word, "0123456789") == "" }
