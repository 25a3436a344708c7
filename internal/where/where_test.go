package where

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// flows returns all flows of the repository's capture web.pcap, and all columns.
func flows(t testing.TB) (columns []*nfstream.Column, all []*nfstream.Flow) {
	path := ""
	for _, p := range corpus.Own(t) {
		if strings.HasSuffix(p, "/web.pcap") || strings.HasSuffix(p, `\web.pcap`) {
			path = p
		}
	}
	s, err := nfstream.Open(path, nfstream.Config{Fields: []string{"all"}, Statistics: true, SPLT: 5})
	require.NoError(t, err)
	for f, err := range s.Flows(context.Background()) {
		require.NoError(t, err)
		all = append(all, f)
	}
	return s.Columns(), all
}

// valueOf returns a flow's value as rows show it.
func valueOf(columns []*nfstream.Column, name string, f *nfstream.Flow) string {
	for _, c := range columns {
		if c.Name == name {
			return c.Text(f)
		}
	}
	panic(name)
}

func bound(t testing.TB, columns []*nfstream.Column, text string) *Expr {
	e, err := Parse(text)
	require.NoError(t, err, text)
	require.NoError(t, e.Bind(columns), text)
	return e
}

// TestMatch compares expressions with what Go says of the same values.
func TestMatch(t *testing.T) {
	columns, all := flows(t)
	port := func(f *nfstream.Flow) int { return int(f.Dst().Port()) }
	app := func(f *nfstream.Flow) string { return f.Application() }
	for text, want := range map[string]func(f *nfstream.Flow) bool{
		"dst_port = 443":                      func(f *nfstream.Flow) bool { return port(f) == 443 },
		"dst_port == 443":                     func(f *nfstream.Flow) bool { return port(f) == 443 },
		"dst_port != 443":                     func(f *nfstream.Flow) bool { return port(f) != 443 },
		"dst_port < 443":                      func(f *nfstream.Flow) bool { return port(f) < 443 },
		"dst_port <= 443":                     func(f *nfstream.Flow) bool { return port(f) <= 443 },
		"dst_port>443":                        func(f *nfstream.Flow) bool { return port(f) > 443 },
		"dst_port >= 442.5":                   func(f *nfstream.Flow) bool { return port(f) >= 443 },
		"dst_port in (80, 443)":               func(f *nfstream.Flow) bool { return port(f) == 443 || port(f) == 80 },
		"dst_port not in (80,443)":            func(f *nfstream.Flow) bool { return port(f) != 443 && port(f) != 80 },
		"not dst_port = 443 and protocol = 6": func(f *nfstream.Flow) bool { return port(f) != 443 && f.Protocol() == 6 },
		"!(dst_port = 443 && protocol = 6)":   func(f *nfstream.Flow) bool { return port(f) != 443 || f.Protocol() != 6 },
		"protocol = 6 and dst_port = 80 or dst_port=443": func(f *nfstream.Flow) bool {
			return f.Protocol() == 6 && port(f) == 80 || port(f) == 443
		},
		"protocol = 6 AND (dst_port = 80 OR dst_port=443)": func(f *nfstream.Flow) bool {
			return f.Protocol() == 6 && (port(f) == 80 || port(f) == 443)
		},
		"application_name contains TLS":     func(f *nfstream.Flow) bool { return strings.Contains(app(f), "TLS") },
		`application_name contains "TLS"`:   func(f *nfstream.Flow) bool { return strings.Contains(app(f), "TLS") },
		"application_name not contains TLS": func(f *nfstream.Flow) bool { return !strings.Contains(app(f), "TLS") },
		"application_name = 'HTTP'":         func(f *nfstream.Flow) bool { return app(f) == "HTTP" },
		`application_name = "HT\TP"`:        func(f *nfstream.Flow) bool { return app(f) == "HTTP" },
		"application_name >= HTTP":          func(f *nfstream.Flow) bool { return app(f) >= "HTTP" },
		"requested_server_name = ''":        func(f *nfstream.Flow) bool { return f.ServerName() == "" },
		"src_ip in (192.0.2.0/24)":          func(f *nfstream.Flow) bool { return strings.HasPrefix(f.Src().Addr().String(), "192.0.2.") },
		"src_ip != 192.0.2.77/24":           func(f *nfstream.Flow) bool { return !strings.HasPrefix(f.Src().Addr().String(), "192.0.2.") },
		"application_is_guessed":            func(f *nfstream.Flow) bool { return valueOf(columns, "application_is_guessed", f) == "1" },
		"not application_is_guessed":        func(f *nfstream.Flow) bool { return valueOf(columns, "application_is_guessed", f) == "0" },
		"bidirectional_duration_ms > 1.5":   func(f *nfstream.Flow) bool { return f.Bidirectional().Duration().Microseconds() > 1500 },
		"bidirectional_mean_raw_ps >= 100.5": func(f *nfstream.Flow) bool {
			both, _ := f.Statistics(2)
			return both.RawSizes().Mean() >= 100.5
		},
		"splt_direction contains 1": func(f *nfstream.Flow) bool {
			return strings.Contains(valueOf(columns, "splt_direction", f), " 1") || strings.Contains(valueOf(columns, "splt_direction", f), ",1")
		},
	} {
		e := bound(t, columns, text)
		for _, f := range all {
			require.Equal(t, want(f), e.Match(f), "%s: %s", text, app(f))
		}
	}
}

func TestMistakes(t *testing.T) {
	columns, _ := flows(t)
	for text, want := range map[string]string{
		"":                               "at 1: want a column, not the end",
		"dst_port =":                     "at 11: want a value, not the end",
		"dst_port 443":                   "at 10: want an operator: =, !=, <, <=, >, >=, contains or in, not \"443\"",
		"dst_port = 443 443":             "at 16: want and, or, or the end, not \"443\"",
		"(dst_port = 443":                "at 16: want ), not the end",
		"dst_port in 443":                "at 13: want (, not \"443\"",
		"dst_port in (443":               "at 17: want ), not the end",
		"dst_port in ()":                 "at 14: want a value, not \")\"",
		"application_name = 'HTTP":       "at 20: the quotes are not closed",
		"dst_port = http":                "at 12: dst_port is of type integer, and \"http\" is no number",
		"dst_porta = 1":                  "at 1: there is no column dst_porta",
		"application_name":               "at 1: application_name is of type text: want an operator and a value behind it",
		"dst_port contains 4":            "at 1: dst_port is of type integer, which contains nothing: want =, <, > or in",
		"splt_ps = 4":                    "at 1: splt_ps is a list: want contains",
		"dst_port not = 4":               "at 14: want in or contains, not \"=\"",
		"dst_port & 1":                   "at 10: want an operator: =, !=, <, <=, >, >=, contains or in, not \"&\"",
		"'dst_port' = 1":                 "at 1: want a column, not \"dst_port\"",
		strings.Repeat("(", 100):         "at 65: more than 64 parentheses and nots around each other",
		strings.Repeat("not ", 100):      "at 257: more than 64 parentheses and nots around each other",
		strings.Repeat("dst_port", 9000): "at 65537: the expression is longer than 65536 bytes",
	} {
		e, err := Parse(text)
		if err == nil {
			err = e.Bind(columns)
		}
		require.EqualError(t, err, want, text)
		require.ErrorAs(t, err, new(*Error))
	}
}

func TestColumns(t *testing.T) {
	e, err := Parse("a = 1 and (b = 2 or not a = 3) and c in (x, y)")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, e.Columns())
}

func TestMatchDoesNotAllocate(t *testing.T) {
	columns, all := flows(t)
	e := bound(t, columns, "application_name contains x or dst_port in (1, 2) or src_ip in (10.0.0.0/8) or splt_ps contains 7")
	match := func() {
		for _, f := range all {
			e.Match(f)
		}
	}
	match()
	require.Zero(t, testing.AllocsPerRun(10, match))
}

// FuzzParse holds that no text makes a panic, and that what is read can be bound and matched or says why not.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"dst_port in (80, 443) and not (src_ip = 10.0.0.0/8 or application_name contains \"T\\\"\")",
		"a=1||b!=2&&!c", "((((", "in in (in)", "splt_ps contains 1.5e300", "bidirectional_duration_ms<-9e99", "x not in ('')"} {
		f.Add(seed)
	}
	columns, all := flows(f)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			require.ErrorAs(t, err, new(*Error))
			return
		}
		if e.Bind(columns) == nil {
			for _, flow := range all {
				e.Match(flow)
			}
		}
	})
}
