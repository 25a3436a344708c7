package risks

import (
	"strings"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/risk"
)

// userAgent judges how the client of a request names itself.
func userAgent(f *flow.Flow, _ *http.Metadata, r *Reporter) {
	agent := f.Metadata().UserAgent
	if agent == "" {
		r.Add(risk.SuspiciousUserAgent, "none")
		return
	}
	if at := strings.Index(strings.ToLower(agent), "jndi:"); at >= 0 {
		r.Add(risk.PossibleExploit, "Log4Shell: "+agent)
	}
	if oddAgent(agent) {
		r.Add(risk.SuspiciousUserAgent, agent)
	}
	if crawls(agent) {
		r.Add(risk.Crawler, agent)
	}
}

// oddAgent reports whether a user agent is none that a program of good will has: it is too short or too long, has marks of code,
// or is random letters.
func oddAgent(agent string) bool {
	const short, long = 4, 256
	if len(agent) < short || len(agent) >= long || strings.HasPrefix(agent, "test") || strings.HasPrefix(agent, "<?") ||
		strings.ContainsAny(agent, "{}$") {
		return true
	}
	if at := strings.Index(agent, "://"); at > 0 && agent[at-1] != 'p' && agent[at-1] != 's' {
		return true
	}
	return randomLetters(agent)
}

// randomLetters reports whether a text is one long word of which many letters are capitals.
func randomLetters(text string) bool {
	const long = 13
	capitals := 0
	for i := range len(text) {
		switch c := text[i]; {
		case 'A' <= c && c <= 'Z':
			capitals++
		case c < 'a' || c > 'z':
			return false
		}
	}
	return len(text) >= long && 5*capitals >= len(text)
}

// crawls reports whether a user agent is that of a robot, which says so or names the page of its maker.
func crawls(agent string) bool {
	lower := strings.ToLower(agent)
	if strings.Contains(lower, "+http:") || strings.Contains(lower, "+https:") || strings.Contains(lower, " http:") ||
		strings.Contains(lower, "crawler") || strings.Contains(lower, "spider") {
		return true
	}
	for rest := lower; ; {
		at := strings.Index(rest, "bot")
		if at < 0 {
			return false
		}
		cubot := strings.HasSuffix(rest[:at], "cu") // a maker of telephones
		rest = rest[at+len("bot"):]
		if !cubot && (rest == "" || rest[0] < 'a' || rest[0] > 'z' || rest[0] == 's') {
			return true
		}
	}
}
