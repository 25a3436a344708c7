package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
)

// order sorts rows so that those of an application and of an address lie together within an hour. The columns from
// addresses on tell flows apart: ReplacingMergeTree keeps one of the rows that have all of them in common, such as those
// that a broker delivers twice.
var order = strings.Fields("application_name src_ip dst_ip protocol src_port dst_port " + schema.Time + " id")

// primary is how many of order are in the index in memory.
const primary = 2

// indexes skip granules without a value.
var indexes = []struct{ column, kind string }{
	{"dst_ip", "bloom_filter(0.01)"}, {"requested_server_name", "bloom_filter(0.01)"}, {"ja4_client", "bloom_filter(0.01)"},
	{"community_id", "bloom_filter(0.01)"}, {"risks", "bloom_filter(0.01)"},
}

// aliases are names for people. They take no space.
var aliases = []struct{ name, kind, of string }{
	{"source", "String", address("src_ip")},
	{"destination", "String", address("dst_ip")},
}

// address returns the expression of an address as rows show it: IPv4 without ::ffff: in front.
func address(column string) string {
	return `replaceRegexpOne(toString(` + column + `), '^::ffff:([0-9]+[.][0-9.]+)$', '\\1')`
}

// table appends the statement that makes the table.
func table(b *bytes.Buffer, columns []*nfstream.Column, ttl int) {
	lines := []string{"sensor LowCardinality(String) DEFAULT '' COMMENT 'which meter the flow is of'"}
	for _, c := range columns {
		lines = append(lines, fmt.Sprintf("%s %s%s COMMENT %s", c.Name, typeOf(c), codec(c), quoted(c.Doc)))
	}
	has := func(name string) bool {
		return slices.ContainsFunc(columns, func(c *nfstream.Column) bool { return c.Name == name })
	}
	for _, a := range aliases {
		if has("src_ip") && has("dst_ip") {
			lines = append(lines, fmt.Sprintf("%s %s ALIAS %s", a.name, a.kind, a.of))
		}
	}
	for _, x := range indexes {
		if has(x.column) {
			lines = append(lines, fmt.Sprintf("INDEX %s_index %s TYPE %s GRANULARITY 4", x.column, x.column, x.kind))
		}
	}
	sorted := slices.DeleteFunc(slices.Clone(order), func(name string) bool { return !has(name) })
	sorted = append(append([]string{"toStartOfHour(" + schema.Time + ")"}, sorted...), "sensor")
	fmt.Fprintf(b, "CREATE TABLE IF NOT EXISTS flows\n(\n    %s\n)\nENGINE = ReplacingMergeTree\n", strings.Join(lines, ",\n    "))
	fmt.Fprintf(b, "PARTITION BY toMonday(%s)\n", schema.Time)
	fmt.Fprintf(b, "PRIMARY KEY (%s)\n", strings.Join(sorted[:min(1+primary, len(sorted))], ", "))
	fmt.Fprintf(b, "ORDER BY (%s)", strings.Join(sorted, ", "))
	if ttl > 0 {
		fmt.Fprintf(b, "\nTTL toDateTime(%s) + INTERVAL %d DAY", schema.Time, ttl)
	}
	b.WriteString(";\n")
}

// typeOf returns the type of a column in the table. Texts and lists are empty where nothing was observed.
func typeOf(c *nfstream.Column) string {
	t := plainType(c)
	if c.Type == nfstream.Text || c.Type.List() || schema.Always(c) {
		return t
	}
	return "Nullable(" + t + ")"
}

func plainType(c *nfstream.Column) string {
	switch {
	case schema.Address(c):
		return "IPv6" // with IPv4 as ::ffff:192.0.2.1
	case c.Type == nfstream.Int:
		return integer(c)
	case c.Type == nfstream.IntList:
		return "Array(" + integer(c) + ")"
	case c.Type == nfstream.FloatList:
		return "Array(Float64)"
	case c.Type == nfstream.Float || c.Type == nfstream.Millis:
		return "Float64"
	case c.Type == nfstream.Time && c.Resolution() < time.Second:
		return "DateTime64(9, 'UTC')"
	case c.Type == nfstream.Time:
		return "DateTime64(0, 'UTC')"
	}
	text := "String"
	if c.Repeats() || c.Name == "risks" {
		text = "LowCardinality(String)"
	}
	if schema.Separator(c) != "" {
		return "Array(" + text + ")"
	}
	return text
}

func integer(c *nfstream.Column) string {
	w := c.Width()
	if w.Unsigned {
		return fmt.Sprintf("UInt%d", w.Bits)
	}
	return fmt.Sprintf("Int%d", w.Bits)
}

// codec returns the codec of a column.
func codec(c *nfstream.Column) string {
	switch {
	case schema.Address(c), c.Type == nfstream.Text, c.Type.List():
		return " CODEC(ZSTD(1))"
	case c.Type == nfstream.Time:
		return " CODEC(Delta, ZSTD(1))"
	case c.Type == nfstream.Int:
		return " CODEC(T64, ZSTD(1))"
	}
	return " CODEC(ZSTD(1))"
}

// quoted returns a literal of a text.
func quoted(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}
