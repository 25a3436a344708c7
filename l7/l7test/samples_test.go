package l7test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// word makes a made-up protocol that a text at the begin of a payload tells.
func word(id categories.ID, on l7.Transport, text string, samples ...string) l7.Proto {
	p := l7.Proto{ID: id, On: on, First: l7.Bytes(text[0]), Probe: func(c *l7.Ctx) l7.Verdict {
		switch {
		case bytes.HasPrefix(c.Data, []byte(text)):
			return l7.Match
		case bytes.HasPrefix([]byte(text), c.Data):
			return l7.More
		}
		return l7.Reject
	}}
	for _, s := range samples {
		p.Samples = append(p.Samples, []byte(s))
	}
	return p
}

func TestSamplesAreJudged(t *testing.T) {
	good := word(categories.NTP, l7.TCP|l7.UDP, "good", "good", "good day")
	other := word(categories.SIP, l7.TCP, "other", "other")
	require.NoError(t, judgeSamples([]l7.Proto{good, other}))

	hasty := word(categories.SIP, l7.TCP, "good", "good")
	hasty.Probe = func(c *l7.Ctx) l7.Verdict {
		if len(c.Data) < 4 {
			return l7.Reject
		}
		return l7.Match
	}
	dialogue := word(categories.SIP, l7.TCP, "ask", "ask", "reply")
	dialogue.First = nil
	dialogue.Probe = func(c *l7.Ctx) l7.Verdict {
		a, b := string(c.Data), string(c.Other())
		switch {
		case a == "ask" && b == "reply", a == "reply" && b == "ask":
			return l7.Match
		case len(a) <= len("reply"):
			return l7.More
		}
		return l7.Reject
	}
	require.NoError(t, judgeSamples([]l7.Proto{dialogue}))

	first := good
	first.First = l7.Bytes('x')
	for want, protos := range map[string][]l7.Proto{
		"has no samples":             {good, word(categories.SIP, l7.TCP, "other")},
		"is not taken":               {word(categories.NTP, l7.TCP, "good", "bad")},
		"in segments of 3 bytes":     {hasty},
		"SIP takes \"goo\"":          {word(categories.NTP, l7.UDP, "good", "good"), word(categories.SIP, l7.UDP, "goo", "goose")},
		"SIP takes \"good day\"":     {good, word(categories.SIP, l7.TCP, "good day", "good day")},
		"\"good\": is not taken in ": {first},
		"\"ask\": is not taken":      {{ID: dialogue.ID, On: l7.TCP, Probe: dialogue.Probe, Samples: dialogue.Samples[:1]}},
	} {
		require.ErrorContains(t, judgeSamples(protos), want)
	}
}
