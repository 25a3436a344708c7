//go:build !tiny

package rules

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/stanza"
	"github.com/nfstream/nfstream-go/risk"
)

// ndpiKeys are the directives of nDPI's protocol files. Unsupported ones are skipped.
var ndpiKeys = map[string]func(in *input, line int, value string, claim uint32){
	"tcp":  func(in *input, line int, value string, claim uint32) { in.ndpiPort(line, "tcp", value, claim) },
	"udp":  func(in *input, line int, value string, claim uint32) { in.ndpiPort(line, "udp", value, claim) },
	"host": (*input).ndpiHost, "ip": (*input).networkWord, "ipv6": (*input).networkWord,
	"ja3":  func(in *input, line int, value string, claim uint32) { in.fingerprint(line, ja3, value, claim) },
	"ja4":  func(in *input, line int, value string, claim uint32) { in.fingerprint(line, ja4, value, claim) },
	"nbpf": (*input).skip,
}

// ndpiAlone are directives without an application.
var ndpiAlone = [...]string{"trusted_issuer_dn:", "ip_risk_mask:", "host_risk_mask:", "flow_risk_mask:"}

func (in *input) skip(int, string, uint32) { in.skipped++ }

// isNDPI reports whether a line has the format of nDPI's protocol files.
func isNDPI(line string) bool {
	key, _, ok := strings.Cut(strings.TrimSpace(line), ":")
	_, known := ndpiKeys[key]
	return ok && (known && strings.Contains(line, "@") || standsAlone(line))
}

func standsAlone(line string) bool {
	for _, key := range ndpiAlone {
		if strings.HasPrefix(strings.TrimSpace(line), key) {
			return true
		}
	}
	return false
}

// ndpi reads nDPI's protocol files: tcp:81,udp:5000-5010,host:"a.com",ip:192.0.2.0/24:443@Name.
func (in *input) ndpi() {
	for number, line := range lines(in.text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case len(line) > MaxLine:
			in.refuse(number, "the line has more than %d bytes", MaxLine)
		case strings.HasPrefix(line, "ip_risk_mask:"), strings.HasPrefix(line, "host_risk_mask:"):
			_, mask, _ := strings.Cut(line, ":")
			in.ndpiMask(number, mask)
		case standsAlone(line):
			in.skipped++
		default:
			if err := in.ndpiLine(number, line); err != nil {
				in.refuse(number, "%w", err)
			}
		}
	}
}

func (in *input) ndpiLine(number int, line string) error {
	at := strings.LastIndexByte(line, '@')
	if at < 0 {
		return errors.New("no @Name follows the values")
	}
	name, id, numbered := strings.Cut(line[at+1:], "=")
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if err := checkApp(name); err != nil {
		return err
	}
	if numbered && !isNumber(strings.TrimSpace(id)) {
		return fmt.Errorf("%q is not the number of an application", id)
	}
	claim := in.claim(name, "", "")
	for rest := line[:at]; ; {
		var word string
		var more bool
		if word, rest, more = cutQuoted(rest); word == "" {
			return errors.New("empty value between two commas or before the @")
		}
		key, value, colon := strings.Cut(word, ":")
		read, known := ndpiKeys[key]
		if value = unquote(value); !known || !colon || value == "" {
			return fmt.Errorf("%.100q: want tcp, udp, host, ip, ipv6, ja3, ja4 or nbpf, a colon and a value", word)
		}
		read(in, number, value, claim)
		if !more {
			return nil
		}
	}
}

// cutQuoted splits a list at the first comma outside quotes.
func cutQuoted(list string) (word, rest string, more bool) {
	quoted := false
	for i := range len(list) {
		switch {
		case list[i] == '"':
			quoted = !quoted
		case list[i] == ',' && !quoted:
			return strings.TrimSpace(list[:i]), list[i+1:], true
		}
	}
	return strings.TrimSpace(list), "", false
}

func unquote(value string) string {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		return value[1 : n-1]
	}
	return value
}

func (in *input) ndpiPort(line int, transport, value string, claim uint32) {
	r, err := parsePorts(value)
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	r.on = transportOf(transport)
	in.port(line, transport+"/"+value, r, claim)
}

// ndpiHost adds a name and its subdomains. nDPI finds some values anywhere in a name; this package does not.
func (in *input) ndpiHost(line int, value string, claim uint32) {
	if i := strings.IndexByte(value, '*'); i > 0 && !strings.ContainsAny(value, "{}=") {
		in.hostWord(line, value, claim)
		return
	}
	in.suffix(line, value, claim)
}

// ndpiCategories reads nDPI's category files: a host, an address or a prefix, and the category's number or name. A
// list of one category may omit it if the file's name begins with the category (101_ads.list), or FILE@/Category
// specifies it.
func (in *input) ndpiCategories() {
	byDefault := in.category
	if byDefault == "" {
		byDefault, _ = categoryOfList(in.path)
	}
	for number, words := range in.words("#") {
		category := byDefault
		if len(words) > 1 {
			category = strings.Join(words[1:], " ")
		}
		category, err := categoryName(category)
		if err != nil {
			in.refuse(number, "%w", err)
			continue
		}
		claim := in.claim("", category, "")
		if p, err := parsePrefix(words[0]); err == nil {
			in.network(number, words[0], p, portRange{}, claim)
			continue
		}
		in.ndpiHost(number, words[0], claim)
	}
}

// categoryName returns the name of a category, given its number or name.
func categoryName(text string) (string, error) {
	if text == "" {
		return "", errors.New("no category follows")
	}
	if !isNumber(text) {
		return text, categories.CheckName(text)
	}
	for c := range categories.Categories() {
		if c != 0 && c < categories.FirstUserCategory && fmt.Sprint(uint8(c)) == strings.TrimLeft(text, "0") {
			return c.Name(), nil
		}
	}
	return "", fmt.Errorf("there is no category %s", text)
}

// categoryOfList returns the category at the start of the name of an nDPI list.
func categoryOfList(path string) (string, bool) {
	in := input{path: path}
	number, _, ok := strings.Cut(in.baseName(), "_")
	if !ok || !isNumber(number) || !strings.HasSuffix(path, ".list") {
		return "", false
	}
	name, err := categoryName(number)
	return name, err == nil
}

// wholeHost adds a name without its subdomains.
func (in *input) wholeHost(line int, word string, claim uint32) {
	name, err := stanza.Name(strings.TrimSuffix(word, "."))
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	in.host(line, word, stanza.Host{Suffix: name, Whole: true}, claim)
}

// ndpiMask reads the rest of ip_risk_mask:192.0.2.0/24=0 or host_risk_mask:".example.com"=0: bits of the risks that are still
// reported, in decimal or, after 0x, in hexadecimal.
func (in *input) ndpiMask(line int, text string) {
	of, bits, _ := strings.Cut(text, "=")
	mask, err := strconv.ParseUint(strings.TrimSpace(bits), 0, 64)
	if err != nil {
		in.refuse(line, "%.100q: want a value, an equals sign and a mask of risks", text)
		return
	}
	x, err := risk.ParseExemption(unquote(strings.TrimSpace(of)))
	if err != nil {
		in.refuse(line, "%.100q: %w", text, err)
		return
	}
	if x.Risks = risk.All &^ risk.Set(mask); x.Risks != 0 {
		in.exempts(line, x)
	}
}
