package source

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// noApplication is the name of stanzas with hosts that have a category and belong to no application.
const noApplication = "-"

// Host is a name or pattern of hosts and its owner.
type Host struct {
	stanza.Host
	ID       int    // the application's, 0 for none
	Category string // the Go identifier of the category, without its prefix; empty for the application's own
}

// Network is a range of addresses and its owner.
type Network struct {
	netip.Prefix
	ID int
}

// Sign is a text that identifies an application.
type Sign struct {
	Text     string
	ID       int
	Category string // as a Host's
}

// applications collects the content of the catalogue's files.
type applications struct {
	protocols  []Protocol
	categories []Category
	hosts      []Host
	networks   []Network
	subjects   []Sign
	agents     []Sign
	taken      map[string]string // the applications of hosts and networks, by their text
}

// add takes a file's text.
func (a *applications) add(text string) error {
	stanzas, err := stanza.Parse(text)
	if err != nil {
		return err
	}
	for i := range stanzas {
		if err := a.stanza(&stanzas[i]); err != nil {
			return err
		}
	}
	return nil
}

func (a *applications) stanza(s *stanza.Stanza) error {
	id, category, sourced, err := a.about(s)
	if err != nil {
		return err
	}
	said := a.said()
	for _, f := range s.Fields {
		switch f.Key {
		case "hosts":
			err = a.addHosts(s.Name, f.Words, Host{ID: id, Category: category})
		case "networks":
			err = a.addNetworks(s.Name, f.Words, id)
		case "subject":
			err = a.addSigns(s.Name, []string{strings.Join(f.Words, " ")}, &a.subjects, Sign{ID: id, Category: category})
		case "agents":
			err = a.addSigns(s.Name, f.Words, &a.agents, Sign{ID: id, Category: category})
		case "hosting":
			err = a.setHosting(id)
		case "category", "source":
		default:
			err = fmt.Errorf("unknown key %q: want hosts, networks, subject, agents, hosting, category or source", f.Key)
		}
		if err != nil {
			return &stanza.Error{Line: f.Line, Err: err}
		}
	}
	if !sourced || said == a.said() {
		return stanza.Errorf(s.Line, "%s needs hosts, networks, subjects or agents, and a source", s.Name)
	}
	return nil
}

// setHosting records that an operator hosts the services of customers.
func (a *applications) setHosting(id int) error {
	if id == 0 {
		return errors.New("hosting needs an application")
	}
	i := slices.IndexFunc(a.protocols, func(p Protocol) bool { return p.ID == id })
	a.protocols[i].Hosting = true
	return nil
}

// said returns the number of facts about applications so far.
func (a *applications) said() int {
	return len(a.hosts) + len(a.networks) + len(a.subjects) + len(a.agents)
}

func (a *applications) addSigns(of string, texts []string, to *[]Sign, like Sign) error {
	for _, text := range texts {
		if err := a.take(text, of); err != nil {
			return err
		}
		like.Text = text
		*to = append(*to, like)
	}
	return nil
}

// about returns the properties of all hosts of the stanza.
func (a *applications) about(s *stanza.Stanza) (id int, category string, sourced bool, err error) {
	if s.Name != noApplication {
		i := slices.IndexFunc(a.protocols, func(p Protocol) bool { return p.Name == s.Name })
		if i < 0 || a.protocols[i].ID == 0 {
			return 0, "", false, stanza.Errorf(s.Line, "no application %q", s.Name)
		}
		id = a.protocols[i].ID
	}
	for _, f := range s.Fields {
		switch f.Key {
		case "source":
			sourced = true
		case "category":
			name := strings.Join(f.Words, " ")
			i := slices.IndexFunc(a.categories, func(c Category) bool { return c.Name == name })
			if i < 0 || a.categories[i].ID == 0 {
				return 0, "", false, stanza.Errorf(f.Line, "no category %q", name)
			}
			category = a.categories[i].Constant
		}
	}
	if id == 0 && category == "" {
		return 0, "", false, stanza.Errorf(s.Line, "hosts of no application need a category")
	}
	return id, category, sourced, nil
}

func (a *applications) addHosts(of string, words []string, like Host) error {
	for _, word := range words {
		hosts, err := stanza.Hosts(word)
		if err != nil {
			return err
		}
		for _, h := range hosts {
			if err := a.take(h.String(), of); err != nil {
				return err
			}
			if err := checkSuffix(&h); err != nil {
				return err
			}
			like.Host = h
			a.hosts = append(a.hosts, like)
		}
	}
	return nil
}

// checkSuffix rejects names of one label and public suffixes.
func checkSuffix(h *stanza.Host) error {
	suffix, icann := publicsuffix.PublicSuffix(h.Suffix)
	if !strings.Contains(h.Suffix, ".") || !h.Whole && !h.Pattern && icann && suffix == h.Suffix {
		return fmt.Errorf("%s is a public suffix", h.Suffix)
	}
	return nil
}

// mainHosts returns the hosts of a tiny build: names of applications directly below a public suffix, other than a
// country's.
func mainHosts(hosts []Host) (left []Host) {
	for _, h := range hosts {
		own, err := publicsuffix.EffectiveTLDPlusOne(h.Suffix)
		country := len(own)-strings.LastIndexByte(own, '.') == len(".xx")
		if err == nil && own == h.Suffix && h.ID != 0 && !h.Whole && !h.Pattern && !country {
			left = append(left, h)
		}
	}
	return left
}

func (a *applications) addNetworks(of string, words []string, id int) error {
	if id == 0 {
		return fmt.Errorf("networks need an application")
	}
	for _, word := range words {
		p, err := netip.ParsePrefix(word)
		if err != nil {
			return err
		}
		if err := checkNetwork(p); err != nil {
			return err
		}
		if err := a.take(word, of); err != nil {
			return err
		}
		a.networks = append(a.networks, Network{p, id})
	}
	return nil
}

// take rejects a word that a stanza has already.
func (a *applications) take(word, of string) error {
	if by, taken := a.taken[word]; taken {
		return fmt.Errorf("%s is in a stanza of %s", word, by)
	}
	a.taken[word] = of
	return nil
}
