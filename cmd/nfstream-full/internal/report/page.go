package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
)

//go:embed page
var files embed.FS

// modules are the modules of the page. Each imports only earlier ones.
var modules = []string{"decode", "format", "engine", "bars", "timeline", "details", "table", "filters", "theme", "main"}

// The library of the timeline. vendor/README.md says where it is from and how to renew it.
const (
	chartScript = "page/vendor/uPlot.iife.min.js"
	chartStyle  = "page/vendor/uPlot.min.css"
)

func file(name string) string {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

// writePage writes the page.
func (s *sink) writePage() error {
	all := s.summary()
	figures, err := all.json()
	if err != nil {
		return err
	}
	var flows strings.Builder
	if err := s.kept.blob(all.First, s.names).encode(&flows); err != nil {
		return err
	}
	return s.fill(html.EscapeString(all.Title), string(figures), flows.String())
}

// fill writes the page with its title, which is HTML, the summary, which is JSON, and the flows, which are base64. Only the
// title and the summary have texts of packets. In the summary encoding/json escapes the characters with a meaning in HTML,
// so that no text ends the element that it is in. text/template would keep the linker from leaving out 6 MB of methods.
func (s *sink) fill(title, summary, flows string) error {
	chart, script, style := chart(), script(), style()
	values := strings.NewReplacer("{{.Title}}", title, "{{.Policy}}", policy(chart, script, style),
		"{{.Licence}}", file("page/vendor/LICENSE"), "{{.Style}}", style,
		"{{.Summary}}", summary, "{{.Flows}}", flows, "{{.Chart}}", chart, "{{.Script}}", script)
	_, err := values.WriteString(s.w, file("page/index.html"))
	return err
}

// policy returns a Content-Security-Policy (W3C CSP level 3) that allows these scripts and this style and no connection.
func policy(chart, script, style string) string {
	return "default-src 'none'; script-src " + digest(chart) + " " + digest(script) + "; style-src " + digest(style) +
		"; base-uri 'none'; form-action 'none'"
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

var (
	banner      = regexp.MustCompile(`(?s)\A/\*.*?\*/\s*`) // of the library: its address
	importLine  = regexp.MustCompile(`(?m)^import .*\n`)
	exportWord  = regexp.MustCompile(`(?m)^export `)
	sourceLines = regexp.MustCompile(`(?m)^\s*//.*\n`)
)

func chart() string { return banner.ReplaceAllString(file(chartScript), "") }

func style() string { return file(chartStyle) + file("page/style.css") }

// script joins the modules to one.
func script() string {
	var all strings.Builder
	for _, name := range modules {
		text := importLine.ReplaceAllString(file("page/"+name+".js"), "")
		all.WriteString(sourceLines.ReplaceAllString(exportWord.ReplaceAllString(text, ""), ""))
	}
	return all.String()
}
