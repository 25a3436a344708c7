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

// prefixKeys are the keys behind which operators publish prefixes, and whose they are.
var prefixKeys = map[string]categories.ID{
	"ip_prefix": categories.AmazonAWS, "ipv6_prefix": categories.AmazonAWS, // ip-ranges.json
	"ipv4Prefix": categories.Google, "ipv6Prefix": categories.Google, // goog.json, cloud.json
	"addressPrefixes": categories.Azure,                                           // ServiceTags_Public.json
	"ipv4_cidrs":      categories.Cloudflare, "ipv6_cidrs": categories.Cloudflare, // client/v4/ips
}

// githubKeys are those at the top of api.github.com/meta that tell it from other documents.
var githubKeys = map[string]bool{"hooks": true, "verifiable_password_authentication": true}

const (
	maxJSONDepth = 32
	domainsKey   = "domains" // of GitHub's, above names of hosts
)

// document walks through a JSON text.
type document struct {
	*input
	reader *json.Decoder
	path   []step
	found  bool
	github bool
	line   int // of offset
	offset int // up to which lines are counted
}

// step is an object or a list around a value.
type step struct {
	list  bool
	keyed bool   // of an object: key belongs to the value that comes next
	key   string // of an object
	index int    // of a list
}

// json reads the prefixes, and hosts, that AWS, Google, Azure, Cloudflare and GitHub publish.
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
		in.refuse(0, "it has no prefixes in a form of AWS, Google, Azure, Cloudflare or GitHub")
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
		return fmt.Errorf("it is more than %d deep", maxJSONDepth)
	}
	d.path = append(d.path, step{list: t == '['})
	return nil
}

// key takes a text that is the key of a member, and reports whether it is one.
func (d *document) key(text string) bool {
	n := len(d.path)
	if n == 0 || d.path[n-1].list || d.path[n-1].keyed {
		return false
	}
	d.path[n-1].key, d.path[n-1].keyed = text, true
	d.github = d.github || n == 1 && githubKeys[text]
	return true
}

// next says that a value has been read.
func (d *document) next() {
	if n := len(d.path); n > 0 {
		d.path[n-1].index++
		d.path[n-1].keyed = false
	}
}

// value takes a text.
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
			return // such as a key of SSH
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

// domain takes a name of GitHub's list of them, which may have patterns that are none of ours.
func (d *document) domain(text string) {
	if i := strings.LastIndexByte(text, '*'); i > 0 || strings.Contains(text, "/") {
		d.skipped++
		return
	}
	d.found = true
	d.suffix(d.at(), text, d.claimOf(categories.Github))
}

// claimOf returns the claim of the operator whose document it is, unless the file's name says another.
func (d *document) claimOf(owner categories.ID) uint32 {
	if d.app != "" || d.category != "" {
		return d.claim(d.app, d.category, "")
	}
	return d.claim(owner.Name(), "", "")
}

// nearestKey returns the key that the value is behind, itself or the list that it is in.
func (d *document) nearestKey() string {
	for i := len(d.path) - 1; i >= 0; i-- {
		if !d.path[i].list {
			return d.path[i].key
		}
	}
	return ""
}

// where names the value: prefixes[3].ip_prefix.
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

// at returns the line of what was read last.
func (d *document) at() int {
	offset := int(d.reader.InputOffset())
	d.line += strings.Count(d.text[d.offset:offset], "\n")
	d.offset = offset
	return d.line
}
