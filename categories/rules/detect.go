//go:build !tiny

package rules

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"

	"github.com/nfstream/nfstream-go/internal/mmdb"
)

// readOther reads the text in a format that tiny builds lack. It returns false for an unknown format.
func (in *input) readOther() bool {
	switch in.format {
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
		return false
	}
	return true
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
	tried, found := 0, Detect // number of lines, and the format of the first one
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

// maxTriedLines is the maximum number of lines for detecting the format.
const maxTriedLines = 1000

var errUnclear = fmt.Errorf("cannot detect the format: specify it, as in %s:FILE (formats: %s)",
	Hosts, strings.Join(formatNames[1:], ", "))

func isComment(word string) bool { return word[0] == '#' || word[0] == ';' }

// formatOfLine returns the format of a line by its words, or Detect if several are possible.
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
