//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/cli/internal/settings"
	"github.com/nfstream/nfstream-go/internal/near"
)

// defaultLogInterval is the interval in which a message is logged once.
const defaultLogInterval = 10 * time.Second

var (
	logLevels  = []string{"debug", "info", "warn", "error"}
	logFormats = []string{"text", "json"}
)

// keys returns the flags for the keys of a file of settings: those of flows and those of a service.
func (s *service) keys() *cmdline.FlagSet {
	fs := new(cmdline.FlagSet)
	s.p.define(fs)
	fs.StringArrayVar(&s.p.sources, "sources", nil, "")
	fs.Var(newChoice(logLevels, func(i int) { s.logs.Level = slog.Level(4 * (i - 1)) }), "log-level", "")
	fs.Var(newChoice(logFormats, func(i int) { s.logs.JSON = i == 1 }), "log-format", "")
	fs.DurationVar(&s.logs.Interval, "log-interval", defaultLogInterval, "")
	fs.StringVar(&s.metrics, "metrics", "", "")
	fs.StringVar(&s.credentials, "metrics-credentials", "", "")
	fs.Var(size{&s.p.queue}, "queue", "")
	return fs
}

// load reads the file of settings.
func (s *service) load() error {
	entries, err := settings.Read(s.path, keyOutput)
	if err != nil {
		if errors.As(err, new(*settings.Mistake)) {
			return err
		}
		return failure{err}
	}
	s.canonical = canonical(entries)
	fs := s.keys()
	var mistakes []error
	var outputs settings.Entry
	for _, e := range entries {
		s.places[e.Key] = e.Place
		if e.Key == keyOutput {
			outputs = e // after the settings of all outputs
			continue
		}
		mistakes = append(mistakes, s.set(fs, e))
		s.p.note(fs.Lookup(e.Key), e.Values)
	}
	mistakes = append(mistakes, s.setOutputs(outputs))
	if err := errors.Join(mistakes...); err != nil {
		return err
	}
	return s.checkKeys()
}

// set sets a key to its value, or to its values in order.
func (s *service) set(fs *cmdline.FlagSet, e settings.Entry) error {
	flag := fs.Lookup(e.Key)
	switch {
	case flag == nil:
		return s.mistake(e.Place, "unknown key %s%s; see nfstream run --help", e.Key, keyHint(fs, e.Key))
	case e.List && !flag.Repeats():
		return s.mistake(e.Place, "%s takes one value, not a list", e.Key)
	}
	var mistakes []error
	for _, v := range e.Values {
		if err := flag.Value.Set(v.Text); err != nil {
			mistakes = append(mistakes, s.mistake(v.Place, "%s is %q: %w", e.Key, v.Text, err))
		}
	}
	return errors.Join(mistakes...)
}

// keyHint returns a hint for an unknown key after a colon, or an empty text.
func keyHint(fs *cmdline.FlagSet, key string) string {
	hint := meterHint("--" + key)
	if found := fs.SuggestionsFor(key); hint == "" && len(found) > 0 {
		hint = "try " + near.Or(found)
	}
	if hint == "" {
		return ""
	}
	return ": " + strings.ReplaceAll(hint, "--", "")
}

func (s *service) mistake(at settings.Place, format string, args ...any) error {
	return &settings.Mistake{Place: at, File: s.path, Reason: fmt.Errorf(format, args...).Error()}
}

// checkKeys returns an error for settings that are invalid, alone or in combination.
func (s *service) checkKeys() error {
	switch {
	case len(s.p.sources) == 0:
		return s.mistake(settings.Place{Line: 1, Column: 1}, "sources is missing: want a list of interfaces or captures")
	case s.logs.Interval < 0:
		return s.located(fmt.Errorf("--log-interval is %v: want a time of at least 0", s.logs.Interval))
	case s.metrics != "":
		if err := s.checkMetrics(); err != nil {
			return s.located(fmt.Errorf("--metrics is %q: %w", s.metrics, err))
		}
	}
	if err := errors.Join(s.p.check(), s.p.checkMetricsFile(s.path)); err != nil {
		return s.located(err)
	}
	return nil
}

// locate adds the position of a key to a message that mentions its flag.
func (s *service) locate(message string) string { return s.locateIn(message, s.places) }

// locateIn is locate with other places for some keys.
func (s *service) locateIn(message string, places map[string]settings.Place) string {
	words := strings.Split(message, " ")
	place := settings.Place{}
	for i, word := range words {
		name, ok := strings.CutPrefix(word, "--")
		if !ok {
			continue
		}
		words[i] = name
		name = strings.TrimRight(name, ",.:;")
		at, known := places[name]
		if !known {
			at, known = s.places[name]
		}
		if field, is := s.fieldIn(words[i+1:]); is && name == "fields" {
			at, known = field, true
		}
		if known && place == (settings.Place{}) {
			place = at
		}
	}
	message = strings.Join(words, " ")
	if place == (settings.Place{}) {
		return s.path + ": " + message
	}
	return (&settings.Mistake{Place: place, File: s.path, Reason: message}).Error()
}
