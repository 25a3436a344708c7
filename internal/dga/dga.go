// Package dga says how much more a label of a domain name looks like random letters and digits than like a name that people
// chose, as malware makes names by an algorithm (DGA; T1568.002 of MITRE ATT&CK).
//
// Its table holds, for each two characters and the next one, the logarithm of how probable that is in host names compared with
// a random choice of letters, digits and hyphens. The names are those of the catalogue of this project, without one label of
// four, by which tests measure the errors. Names made of words are not found.
package dga

//go:generate go run ./gen ../../categories/catalogue table_gen.go

// MinLength is how many characters a label needs to be judged.
const MinLength = 7

// symbols is how many kinds of characters there are: the end of a label, the hyphen, digits as one, and letters.
const symbols = 3 + 26

// Levels of the table, in quarters of a bit.
const (
	step   = 3
	lowest = -24
)

// Score returns the bits by which a label is less probable as a name than as random characters: above 0 if it looks random,
// below if it looks like a name. The label is in lower case. It is 0 for one that is shorter than MinLength, is encoded
// (RFC 5890, section 2.3.1) or has other characters.
func Score(label string) int {
	if len(label) < MinLength || len(label) > 3 && label[2:4] == "--" {
		return 0
	}
	sum, a, b := 0, 0, 0
	for i := 0; i <= len(label); i++ {
		c := 0
		if i < len(label) {
			if c = symbol(label[i]); c < 0 {
				return 0
			}
		}
		if c != b || b != a { // of a row of the same character only the first two count
			sum += lowest + step*level((a*symbols+b)*symbols+c)
		}
		a, b = b, c
	}
	return -sum / 4
}

func level(at int) int { return int(table[at/2]>>(4*(at&1))) & 15 }

// symbol returns the kind of a character, -1 for one that host names do not have.
func symbol(c byte) int {
	switch {
	case c == '-':
		return 1
	case '0' <= c && c <= '9':
		return 2
	case 'a' <= c && c <= 'z':
		return 3 + int(c-'a')
	}
	return -1
}

// Registered returns the label of a host name that its owner registered: the second of the last, or the third where the second
// is that of a registry such as co.uk. It is empty for a name without dots, an address and the names of RFC 6761 and ".arpa".
func Registered(host string) string {
	top, rest := last(host)
	switch top {
	case "", "arpa", "local", "localhost", "invalid", "test", "example", "onion", "lan", "home", "internal", "localdomain":
		return ""
	}
	if top[0] < 'a' && top[0] != 'x' {
		return ""
	}
	label, rest := last(rest)
	if len(top) == 2 {
		switch label {
		case "co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go", "gob", "gouv", "nom", "in":
			label, _ = last(rest)
		}
	}
	return label
}

// last returns the last label of a name and what comes before it; a name without dots has none.
func last(name string) (label, before string) {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:], name[:i]
		}
	}
	return name, ""
}

// HeldOut reports whether a label of the catalogue is kept from the table for tests.
func HeldOut(label string) bool {
	h := uint32(2166136261) // FNV-1a
	for i := range len(label) {
		h = (h ^ uint32(label[i])) * 16777619
	}
	return h>>16&3 == 0
}

// Symbols returns the kinds of the characters of a label between two ends, nil for one that has others. It is for the
// generator.
func Symbols(label string) []int {
	all := []int{0, 0}
	for i := range len(label) {
		c := symbol(label[i])
		if c < 0 {
			return nil
		}
		all = append(all, c)
	}
	return append(all, 0)
}
