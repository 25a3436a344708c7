package rules

import "errors"

// Format is the format of a file of rules.
type Format uint8

// The formats. Detect selects one by the name and content of the file.
const (
	Detect         Format = iota
	Stanzas               // nfstream's format
	NDPI                  // nDPI's protocol files
	NDPICategories        // nDPI's category files
	Hosts                 // hosts files as block lists
	V2fly                 // domain lists of v2fly, and plain lists of domains
	Prefixes              // addresses and prefixes, one per line
	JSON                  // prefix lists of AWS, Google, Azure, Cloudflare and GitHub
	MMDB                  // MaxMind databases of AS numbers
)

var formatNames = [...]string{"detect", "stanzas", "ndpi", "ndpi-categories", "hosts", "v2fly", "prefixes", "json",
	"mmdb"}

// String returns the format's name, the prefix in FORMAT:FILE.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return "no format"
}

// FormatByName returns the format with the given name.
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
	default:
		if !in.readOther() {
			in.wrong.add(in.path, 0, errors.New("unknown format, or one that this build lacks"))
		}
	}
}
