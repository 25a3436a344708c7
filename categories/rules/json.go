//go:build !tiny

package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
)

// prefixKeys maps the keys under which operators publish prefixes to the operators.
var prefixKeys = map[string]categories.ID{
	"ip_prefix": categories.AmazonAWS, "ipv6_prefix": categories.AmazonAWS, // ip-ranges.json
	"ipv4Prefix": categories.Google, "ipv6Prefix": categories.Google, // goog.json, cloud.json
	"addressPrefixes": categories.Azure,                                           // ServiceTags_Public.json
	"ipv4_cidrs":      categories.Cloudflare, "ipv6_cidrs": categories.Cloudflare, // client/v4/ips
}

// githubKeys are top-level keys of api.github.com/meta that identify it.
var githubKeys = map[string]bool{"hooks": true, "verifiable_password_authentication": true}

const (
	maxJSONDepth = 32
	domainsKey   = "domains" // GitHub's key of host names
)

// document iterates over a JSON text.
type document struct {
	*input
	reader *json.Decoder
	path   []step
	found  bool
	github bool
	line   int // line of offset
	offset int // lines are counted up to here
}

// step is an object or a list that contains a value.
type step struct {
	list  bool
	keyed bool   // of an object: key is that of the next value
	key   string // of an object
	index int    // of a list
}

// json reads the prefixes and hosts that AWS, Google, Azure, Cloudflare and GitHub publish.
func (in *input) json() {
	text := strings.TrimPrefix(in.text, "\ufeff")
	d := document{input: in, reader: json.NewDecoder(strings.NewReader(text)), line: 1}
	d.reader.UseNumber()
	in.text = text
	for {
		token, err := d.reader.Token()
		if errors.Is(err, io.EOF) {
			if len(d.path) == 0 {
				break
			}
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			err = d.token(token)
		}
		if err != nil {
			in.refuse(d.at(), "%s: %w", d.where(), err)
			return
		}
	}
	if !d.found {
		in.refuse(0, "no prefixes in a format of AWS, Google, Azure, Cloudflare or GitHub")
	}
}

func (d *document) token(token json.Token) error {
	switch t := token.(type) {
	case json.Delim:
		return d.delimiter(t)
	case string:
		if d.key(t) {
			return nil
		}
		d.value(t)
	}
	d.next()
	return nil
}

// delimiter enters or leaves an object or a list.
func (d *document) delimiter(t json.Delim) error {
	if t == '}' || t == ']' {
		d.path = d.path[:len(d.path)-1]
		d.next()
		return nil
	}
	if len(d.path) == maxJSONDepth {
		return fmt.Errorf("nesting is deeper than %d", maxJSONDepth)
	}
	d.path = append(d.path, step{list: t == '['})
	return nil
}

// key handles a text that is the key of a member. It returns false for other texts.
func (d *document) key(text string) bool {
	n := len(d.path)
	if n == 0 || d.path[n-1].list || d.path[n-1].keyed {
		return false
	}
	d.path[n-1].key, d.path[n-1].keyed = text, true
	d.github = d.github || n == 1 && githubKeys[text]
	return true
}

// next records that a value has been read.
func (d *document) next() {
	if n := len(d.path); n > 0 {
		d.path[n-1].index++
		d.path[n-1].keyed = false
	}
}

// value handles a text.
func (d *document) value(text string) {
	key := d.nearestKey()
	owner, known := prefixKeys[key]
	switch {
	case owner == categories.Google && strings.Contains(d.text, `"service"`):
		owner = categories.GoogleCloud
	case known:
	case d.github && d.path[0].key == domainsKey:
		d.domain(text)
		return
	case len(d.path) == 2 && d.path[1].list && (d.github || d.app != "" || d.category != ""):
		if _, err := parsePrefix(text); err != nil {
			return // such as an SSH key
		}
		owner = categories.Github
	default:
		return
	}
	p, err := parsePrefix(text)
	if err != nil {
		d.refuse(d.at(), "%s: %w", d.where(), err)
		return
	}
	d.found = true
	d.network(d.at(), text, p, portRange{}, d.claimOf(owner))
}

// domain handles a name of GitHub's list, which may contain unsupported patterns.
func (d *document) domain(text string) {
	if i := strings.LastIndexByte(text, '*'); i > 0 || strings.Contains(text, "/") {
		d.skipped++
		return
	}
	d.found = true
	d.suffix(d.at(), text, d.claimOf(categories.Github))
}

// claimOf returns the claim of the document's operator, unless the file's name specifies another.
func (d *document) claimOf(owner categories.ID) uint32 {
	if d.app != "" || d.category != "" {
		return d.claim(d.app, d.category, "")
	}
	return d.claim(owner.Name(), "", "")
}

// nearestKey returns the key of the value, or of the list that contains it.
func (d *document) nearestKey() string {
	for i := len(d.path) - 1; i >= 0; i-- {
		if !d.path[i].list {
			return d.path[i].key
		}
	}
	return ""
}

// where returns the path of the value: prefixes[3].ip_prefix.
func (d *document) where() string {
	var text strings.Builder
	for i, s := range d.path {
		switch {
		case s.list:
			text.WriteString("[" + strconv.Itoa(s.index) + "]")
		case i > 0:
			text.WriteString("." + s.key)
		default:
			text.WriteString(s.key)
		}
	}
	if text.Len() == 0 {
		return "byte " + strconv.FormatInt(d.reader.InputOffset(), 10)
	}
	return text.String()
}

// at returns the line of the last token.
func (d *document) at() int {
	offset := int(d.reader.InputOffset())
	d.line += strings.Count(d.text[d.offset:offset], "\n")
	d.offset = offset
	return d.line
}
