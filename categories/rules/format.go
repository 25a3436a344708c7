package rules

import "errors"

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
	default:
		if !in.readOther() {
			in.wrong.add(in.path, 0, errors.New("there is no such format, or not in this build"))
		}
	}
}
