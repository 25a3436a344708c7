// Package exposition writes metrics in the text format of Prometheus, version 0.0.4.
package exposition

import (
	"math"
	"strconv"
	"strings"
)

// ContentType is the content type of the format.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// The types of metrics.
const (
	Counter = "counter"
	Gauge   = "gauge"
)

// Label is a label of a sample. Its name is an identifier, its value any text.
type Label struct{ Name, Value string }

// Text builds a text of metrics. Call Metric, then add its samples.
type Text struct {
	buf  []byte
	name string
}

// Bytes returns the text so far.
func (t *Text) Bytes() []byte { return t.buf }

// Metric starts a metric.
func (t *Text) Metric(name, kind, help string) {
	t.name = name
	t.line("# HELP ", name, " ", escapeHelp.Replace(help))
	t.line("# TYPE ", name, " ", kind)
}

// Sample adds a sample of the metric.
func (t *Text) Sample(value float64, labels ...Label) {
	t.labels(labels)
	switch {
	case math.IsInf(value, 1):
		t.line("+Inf")
	case math.IsInf(value, -1):
		t.line("-Inf")
	case math.IsNaN(value):
		t.line("NaN")
	default:
		t.buf = append(strconv.AppendFloat(t.buf, value, 'g', -1, 64), '\n')
	}
}

// Count adds an integer sample of the metric.
func (t *Text) Count(value uint64, labels ...Label) {
	t.labels(labels)
	t.buf = append(strconv.AppendUint(t.buf, value, 10), '\n')
}

func (t *Text) labels(labels []Label) {
	t.buf = append(t.buf, t.name...)
	before := byte('{')
	for _, l := range labels {
		t.buf = append(t.buf, before)
		t.buf = append(t.buf, l.Name...)
		t.buf = append(t.buf, '=', '"')
		t.buf = append(t.buf, escapeValue.Replace(l.Value)...)
		t.buf = append(t.buf, '"')
		before = ','
	}
	if len(labels) > 0 {
		t.buf = append(t.buf, '}')
	}
	t.buf = append(t.buf, ' ')
}

func (t *Text) line(parts ...string) {
	for _, p := range parts {
		t.buf = append(t.buf, p...)
	}
	t.buf = append(t.buf, '\n')
}

var (
	escapeHelp  = strings.NewReplacer("\\", `\\`, "\n", `\n`)
	escapeValue = strings.NewReplacer("\\", `\\`, "\n", `\n`, `"`, `\"`)
)
