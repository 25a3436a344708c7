package rules

import (
	"fmt"
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// builder fills a Set.
type builder struct {
	*Set
	wrong    mistakes
	names    []names
	byNames  map[names]uint32
	ranges   []portRange
	includes int
	full     bool // MaxRules is reached
}

// names are the names of a claim before registration. Empty names are unset.
type names struct{ app, category, breed string }

func newBuilder() *builder {
	s := &Set{rules: make([]rule, 1, 64), protocols: map[categories.ID]entry{}, printNames: map[string]string{}}
	for i := range s.fingerprints {
		s.fingerprints[i] = map[string]entry{}
	}
	s.hosts.init()
	return &builder{Set: s, byNames: map[names]uint32{}}
}

// claim returns the index of a claim. The names have been checked.
func (b *builder) claim(app, category, breed string) uint32 {
	n := names{app, category, breed}
	i, known := b.byNames[n]
	if !known {
		i = uint32(len(b.names))
		b.byNames[n] = i
		b.names = append(b.names, n)
	}
	return i
}

// rule adds a rule and returns its entry.
func (in *input) rule(line int, k kind, text string, claim uint32) (entry, bool) {
	if len(in.rules) > MaxRules {
		if !in.full {
			in.full = true
			in.refuse(line, "more than %d rules", MaxRules)
		}
		return entry{}, false
	}
	i := uint32(len(in.rules))
	in.rules = append(in.rules, rule{text, claim, uint32(line), in.file, k})
	if in.names[claim].app != "" {
		return entry{app: i}, true
	}
	return entry{category: i}, true
}

// over returns e with the fields of a later entry in place of its own.
func (e entry) over(later entry) entry {
	if later.app != 0 {
		e.app = later.app
	}
	if later.category != 0 {
		e.category = later.category
	}
	return e
}

func (in *input) host(line int, text string, h stanza.Host, claim uint32) {
	if e, ok := in.rule(line, kindHost, text, claim); ok {
		if err := in.hosts.add(h, e); err != nil {
			in.refuse(line, "%w", err)
		}
	}
}

// suffix adds a name and its subdomains. It accepts *.a.com and .a.com for a.com.
func (in *input) suffix(line int, text string, claim uint32) {
	word := text
	if len(word) > 1 && word[0] == '*' && word[1] == '.' {
		word = word[2:]
	} else if len(word) > 1 && word[0] == '.' {
		word = word[1:]
	}
	name, err := stanza.Name(word)
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	in.host(line, text, stanza.Host{Suffix: name}, claim)
}

func (in *input) network(line int, text string, p netip.Prefix, port portRange, claim uint32) {
	if e, ok := in.rule(line, kindNetwork, text, claim); ok {
		if err := in.networks.add(p, port, e); err != nil {
			in.refuse(line, "%w", err)
		}
	}
}

func (in *input) port(line int, text string, r portRange, claim uint32) {
	if e, ok := in.rule(line, kindPort, text, claim); ok {
		r.entry = e
		in.ranges = append(in.ranges, r)
	}
}

// compile registers the new names and builds the tables.
func (b *builder) compile() (*Set, error) {
	err := b.wrong.err()
	if err == nil {
		err = b.register()
	}
	if err != nil {
		return nil, err
	}
	b.Set.ports.paint(b.ranges)
	b.networks.linkParents()
	return b.Set, nil
}

// register converts names to claims. A new application gets the first category that rules give it.
func (b *builder) register() error {
	type own struct {
		category categories.Category
		breed    categories.Breed
	}
	owns := map[string]*own{}
	b.claims = make([]claim, len(b.names))
	for i, n := range b.names {
		if n.category != "" {
			c, err := categories.RegisterCategory(n.category)
			if err != nil {
				return fmt.Errorf("category %q: %w", n.category, err)
			}
			b.claims[i].category = c
		}
		o := owns[n.app]
		if o == nil {
			o = &own{}
			owns[n.app] = o
		}
		if o.category == 0 {
			o.category = b.claims[i].category
		}
		if n.breed != "" {
			o.breed, _ = categories.BreedByName(n.breed)
		}
	}
	for i, n := range b.names {
		if n.app == "" {
			continue
		}
		id, err := categories.Register(n.app, owns[n.app].category, owns[n.app].breed)
		if err != nil {
			return fmt.Errorf("application %q: %w", n.app, err)
		}
		b.claims[i].app = id
	}
	return nil
}
