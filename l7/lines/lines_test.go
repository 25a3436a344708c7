package lines_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

func TestCommand(t *testing.T) {
	for text, want := range map[string]l7.Verdict{
		"": l7.More, "e": l7.More, "EHLO": l7.More, "ehlo a": l7.Match, "EHLO\r\n": l7.Match, "EHLOA": l7.Reject,
		"MAIL FROM:": l7.More, "mail from:<": l7.Match, "x": l7.Reject,
	} {
		require.Equal(t, want, lines.Command([]byte(text), "EHLO", "MAIL FROM:"), "%q", text)
	}
}

func TestReply(t *testing.T) {
	for text, want := range map[string]struct {
		code int
		v    l7.Verdict
	}{
		"": {0, l7.More}, "22": {0, l7.More}, "220": {0, l7.More}, "220 ": {220, l7.Match}, "250-a": {250, l7.Match},
		"2a":   {0, l7.Reject},
		"020 ": {0, l7.Reject}, "620 ": {0, l7.Reject}, "2200": {0, l7.Reject},
	} {
		code, v := lines.Reply([]byte(text))
		require.Equal(t, want.code, code, "%q", text)
		require.Equal(t, want.v, v, "%q", text)
	}
}

func TestContains(t *testing.T) {
	require.True(t, lines.Contains([]byte("220 a eSmtp"), "SMTP"))
	require.False(t, lines.Contains([]byte("220 a eSmt"), "SMTP"))
}

func TestFirst(t *testing.T) {
	line, whole := lines.First([]byte("a\r\nb"))
	require.True(t, whole)
	require.Equal(t, "a", string(line))
	_, whole = lines.First([]byte("a"))
	require.False(t, whole)
}
