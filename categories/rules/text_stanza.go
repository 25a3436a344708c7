package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// stanzas reads nfstream's format.
func (in *input) stanzas() {
	all, err := stanza.Parse(strings.TrimPrefix(in.text, "\ufeff"))
	if err != nil {
		line := 0
		if e := (*stanza.Error)(nil); errors.As(err, &e) {
			line, err = e.Line, e.Err
		}
		in.wrong.add(in.path, line, err)
		return
	}
	for i := range all {
		in.stanza(&all[i])
	}
}

func (in *input) stanza(s *stanza.Stanza) {
	claim, err := in.stanzaClaim(s)
	if err != nil {
		in.refuse(s.Line, "%w", err)
		return
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		read, known := fieldReader(f.Key)
		if !known {
			in.refuse(f.Line, "unknown key %q: want %s", f.Key, fieldKeys)
			continue
		}
		for _, word := range f.Words {
			if read != nil && (claim != onlyNames || f.Key == keyExempt || f.Key == keyRiskyAS) {
				read(in, f.Line, word, claim)
			}
		}
	}
	in.namePrints(s)
}

const fieldKeys = "hosts, networks, ports, protocols, ja3, ja4, certificates, " +
	"tcp_fingerprints, os_hint, tls_client, exempt, risky_as, category, breed or source"

// fieldReader returns what reads a word of a key, and whether there is such a key. A key without a reader applies to the whole
// stanza. It is no map, which would link the readers into programs that read no rules.
func fieldReader(key string) (read func(in *input, line int, word string, claim uint32), known bool) {
	switch key {
	case "hosts":
		return (*input).hostWord, true
	case "networks":
		return (*input).networkWord, true
	case "ports":
		return (*input).portWord, true
	case "protocols":
		return (*input).protocol, true
	case "ja3":
		return func(in *input, line int, word string, claim uint32) { in.fingerprint(line, ja3, word, claim) }, true
	case "ja4":
		return func(in *input, line int, word string, claim uint32) { in.fingerprint(line, ja4, word, claim) }, true
	case "certificates":
		return (*input).certificate, true
	case keyExempt:
		return (*input).exemption, true
	case keyRiskyAS:
		return (*input).riskySystem, true
	}
	return nil, slices.Contains([]string{"tcp_fingerprints", keyOS, keyClient, "category", "breed", "source", "sources"}, key)
}

func (in *input) certificate(line int, word string, claim uint32) {
	in.fingerprint(line, certificate, word, claim)
}

// stanzaClaim returns the claim of the stanza's rules.
func (in *input) stanzaClaim(s *stanza.Stanza) (uint32, error) {
	n := names{app: s.Name}
	for i := range s.Fields {
		switch f := &s.Fields[i]; f.Key {
		case "category":
			n.category = strings.Join(f.Words, " ")
			if err := categories.CheckName(n.category); err != nil {
				return 0, err
			}
		case "breed":
			n.breed = strings.Join(f.Words, " ")
			if _, ok := categories.BreedByName(n.breed); !ok {
				return 0, fmt.Errorf("unknown breed %q", n.breed)
			}
		}
	}
	if n.app == "-" {
		n.app = ""
		if n.category == "" && (namesPrints(s) || onlyRisks(s)) {
			return onlyNames, nil
		}
		if n.category == "" {
			return 0, errors.New("the stanza has neither an application nor a category")
		}
		return in.claim("", n.category, ""), nil
	}
	if err := checkApp(n.app); err != nil {
		return 0, err
	}
	if id, known := categories.ByName(n.app); n.breed != "" && known && id < categories.FirstUser {
		return 0, fmt.Errorf("%s: only new applications may have a breed", n.app)
	}
	return in.claim(n.app, n.category, n.breed), nil
}

// onlyRisks reports whether a stanza has no rules but what is about risks, which needs no application.
func onlyRisks(s *stanza.Stanza) bool {
	for i := range s.Fields {
		switch s.Fields[i].Key {
		case keyExempt, keyRiskyAS, "source", "sources":
		default:
			return false
		}
	}
	return len(s.Fields) > 0
}

func checkApp(name string) error {
	if strings.EqualFold(name, categories.Unknown.Name()) {
		return fmt.Errorf("%q is reserved", name)
	}
	return categories.CheckName(name)
}

func (in *input) hostWord(line int, word string, claim uint32) {
	if strings.HasPrefix(word, "*.") || strings.HasPrefix(word, ".") {
		in.suffix(line, word, claim)
		return
	}
	all, err := stanza.Hosts(word)
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	for _, h := range all {
		in.host(line, word, h, claim)
	}
}

func (in *input) networkWord(line int, word string, claim uint32) {
	p, port, err := parseNetwork(word)
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	in.network(line, word, p, port, claim)
}

func (in *input) portWord(line int, word string, claim uint32) {
	r, err := parseTransportPorts(word)
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	in.port(line, word, r, claim)
}
