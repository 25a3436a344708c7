package rules

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"

	"github.com/nfstream/nfstream-go/internal/mmdb"
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
	case strings.EqualFold(filepath.Ext(path), ".mmdb") || mmdb.Is(text):
		return MMDB, nil
	case strings.HasPrefix(strings.TrimLeft(text, "\ufeff \t\r\n"), "{"):
		return JSON, nil
	}
	if _, ok := categoryOfList(path); ok {
		return NDPICategories, nil
	}
	tried, found := 0, Detect // lines, and what the first one seems to be
	for _, line := range lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || isComment(words[0]):
			continue
		case isNDPI(line):
			return NDPI, nil
		case tried == 1 && (line[0] == ' ' || line[0] == '\t'):
			return Stanzas, nil
		}
		if found == Detect {
			found = formatOfLine(words)
		}
		if tried++; found != Detect && tried > 1 || tried == maxTriedLines {
			break
		}
	}
	switch {
	case tried == 0:
		return Stanzas, nil // without rules
	case found == Detect:
		return Detect, errUnclear
	}
	return found, nil
}

// maxTriedLines is in how many lines the format is looked for.
const maxTriedLines = 1000

var errUnclear = fmt.Errorf("the format is not clear: say which it is, as in %s:FILE (there are %s)",
	Hosts, strings.Join(formatNames[1:], ", "))

func isComment(word string) bool { return word[0] == '#' || word[0] == ';' }

// formatOfLine tells the format by a line's words, Detect where they may be of several.
func formatOfLine(words []string) Format {
	word := words[0]
	_, isNetwork := parsePrefix(strings.TrimRight(word, ",;"))
	_, isAddr := netip.ParseAddr(word)
	host := strings.Contains(word, ".") || isAddr == nil
	behind := len(words) > 1 && !isComment(words[1])
	switch {
	case host && len(words) == 2 && isNumber(words[1]):
		return NDPICategories
	case isAddr == nil && behind:
		return Hosts
	case isNetwork == nil:
		return Prefixes
	case host && (!behind || words[1][0] == '@' || words[1][0] == '&'):
		return V2fly
	}
	if key, _, ok := strings.Cut(word, ":"); ok {
		switch key {
		case "domain", "full", "keyword", "regexp", "include":
			return V2fly
		}
	}
	return Detect
}

func isNumber(word string) bool { return word != "" && strings.Trim(word, "0123456789") == "" }
