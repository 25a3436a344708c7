//go:build !tiny

package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/cli/internal/settings"
)

// keyOutput is the key of the outputs. Its values may be mappings.
const keyOutput = "output"

// outletKeys returns the flags for the keys of one output. p has the settings of all outputs.
func (o *outlet) outletKeys(p *parameters) *cmdline.FlagSet {
	fs := new(cmdline.FlagSet)
	formats := p.formats()
	fs.StringVar(&o.to, "to", "", "")
	fs.Var(newOpenChoice(formats, func(i int) { o.format, o.named = formats[i], true }), "format", "")
	fs.Var(&ownNames{at: &o.Fields}, "fields", "")
	fs.Var(newChoice(timeFormats, func(i int) { o.TimeFormat = nfstream.TimeFormat(i) }), "time-format", "")
	fs.Var(nullWord{&o.Null}, "null", "")
	fs.Var(number{at: &o.rotateFlows}, "rotate-flows", "")
	fs.Var(size{&o.rotateSize}, "rotate-size", "")
	fs.Var(number{at: &o.keep}, "keep", "")
	fs.Var(size{&o.queue}, "queue", "")
	return fs
}

// ownNames is names that replace those of all outputs.
type ownNames struct {
	at    *[]string
	given bool
}

func (v *ownNames) Repeats()       {}
func (v *ownNames) Type() string   { return "names" }
func (v *ownNames) String() string { return "" }

func (v *ownNames) Set(s string) error {
	if !v.given {
		*v.at, v.given = nil, true
	}
	return names{v.at}.Set(s)
}

// setOutputs sets the outputs of a file of settings, when all other settings are known.
func (s *service) setOutputs(e settings.Entry) error {
	var mistakes []error
	s.p.to = nil
	for _, v := range e.Values {
		o := s.p.outlet(v.Text)
		places := map[string]settings.Place{keyOutput: v.Place}
		if v.Keys != nil {
			mistakes = append(mistakes, s.setOutlet(&o, v, places))
		}
		if e.List || v.Keys != nil {
			o.place = func(err error) error { return s.locatedBy(err, places) }
		}
		s.p.listed = append(s.p.listed, o)
	}
	return errors.Join(mistakes...)
}

// setOutlet sets the keys of a mapping.
func (s *service) setOutlet(o *outlet, v settings.Value, places map[string]settings.Place) error {
	var mistakes []error
	fs := o.outletKeys(s.p)
	for _, e := range v.Keys {
		places[e.Key] = e.Place
		o.rotates = o.rotates || strings.HasPrefix(e.Key, "rotate-") || e.Key == "keep"
		if e.Key == "to" {
			places[keyOutput] = e.Place
		}
		if fs.Lookup(e.Key) == nil && s.keys().Lookup(e.Key) != nil {
			mistakes = append(mistakes, s.mistake(e.Place, "%s is for all outputs: want it beside output", e.Key))
			continue
		}
		mistakes = append(mistakes, s.set(fs, e))
		if e.Key == "fields" {
			s.noteFields(e.Values)
		}
	}
	if !slices.ContainsFunc(v.Keys, func(e settings.Entry) bool { return e.Key == "to" }) {
		mistakes = append(mistakes, s.mistake(v.Place, "to is missing: want a file or a URL"))
	}
	return errors.Join(mistakes...)
}

// noteFields notes the places of the fields of an output.
func (s *service) noteFields(values []settings.Value) {
	for _, v := range values {
		for name := range strings.SplitSeq(v.Text, ",") {
			s.fields[strings.TrimSpace(name)] = v.Place
		}
	}
}

// fieldIn returns the place of the first field of an output that a message names.
func (s *service) fieldIn(words []string) (at settings.Place, known bool) {
	for _, word := range words {
		if at, known = s.fields[strings.Trim(word, "\",.:;")]; known {
			return at, true
		}
	}
	return at, false
}

// locatedBy is located with the places of the keys of an output. Its result is no error about flags any more.
func (s *service) locatedBy(err error, places map[string]settings.Place) error {
	var all []error
	for _, m := range messages(err) {
		all = append(all, errors.New(s.locateIn(m, places)))
	}
	if errors.As(err, new(failure)) {
		return failure{errors.Join(all...)}
	}
	return errors.Join(all...)
}

// canonical is the settings as a text that does not depend on places and comments.
func canonical(entries []settings.Entry) string {
	var text strings.Builder
	for _, e := range entries {
		text.WriteString(e.Key + "\x00")
		for _, v := range e.Values {
			text.WriteString(v.Text + "\x01" + canonical(v.Keys) + "\x02")
		}
	}
	return text.String()
}

// note notes a setting that changes rows, for formats that keep such notes.
func (p *parameters) note(f *cmdline.Flag, values []settings.Value) {
	if f == nil || notOfRows[f.Name] {
		return
	}
	var texts []string
	for _, v := range values {
		texts = append(texts, v.Text)
	}
	p.noteOne(f.Name, strings.Join(texts, ","))
}
