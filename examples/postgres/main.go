// Command postgres writes the statements that make a table of flows in PostgreSQL, or that copy rows into it.
//
//	go run ./examples/postgres table > examples/postgres/flows.sql
//	go run ./examples/postgres -fields default,tls,risks table
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
)

func main() {
	flags := flag.NewFlagSet("postgres", flag.ExitOnError)
	fields := flags.String("fields", strings.Join(schema.Fields, ","), "columns and groups, as of nfstream --fields")
	statistics := flags.Bool("statistics", false, "with the columns of --statistics")
	splt := flags.Int("splt", 0, "with the columns of --splt")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Usage: postgres [flags] table|copy")
		flags.PrintDefaults()
	}
	flags.Parse(os.Args[1:])
	config := schema.Config(strings.Split(*fields, ","))
	config.Statistics, config.SPLT = *statistics, *splt
	out, err := statements(flags.Arg(0), config)
	if err != nil {
		fmt.Fprintln(os.Stderr, "postgres:", err)
		os.Exit(2)
	}
	os.Stdout.Write(out)
}

// statements returns the statements of a kind, for rows of a configuration.
func statements(kind string, config nfstream.Config) ([]byte, error) {
	columns, err := schema.Columns(config)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	switch kind {
	case "table":
		table(&b, columns)
	case "copy":
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = c.Name
		}
		fmt.Fprintf(&b, "COPY flows (%s) FROM STDIN WITH (FORMAT csv, HEADER match)\n", strings.Join(names, ", "))
	default:
		return nil, fmt.Errorf("%q is none of table, copy", kind)
	}
	return b.Bytes(), nil
}

// indexes are those of the table, by the column that they need.
var indexes = []struct{ column, index string }{
	{schema.Time, "USING brin (" + schema.Time + ")"},
	{"src_ip", "USING btree (src_ip, " + schema.Time + ")"},
	{"dst_ip", "USING btree (dst_ip, " + schema.Time + ")"},
	{"application_name", "USING btree (application_name, " + schema.Time + ")"},
	{"requested_server_name", "USING hash (requested_server_name) WHERE requested_server_name IS NOT NULL"},
	{"risks", "USING gin (risk_names) WHERE risk_names IS NOT NULL"},
}

// table appends the statements that make the table, its indexes, and the function that makes its partitions.
func table(b *bytes.Buffer, columns []*nfstream.Column) {
	has := func(name string) bool {
		return slices.ContainsFunc(columns, func(c *nfstream.Column) bool { return c.Name == name })
	}
	var lines []string
	for _, c := range columns {
		line := c.Name + " " + typeOf(c)
		if schema.Always(c) {
			line += " NOT NULL"
		}
		lines = append(lines, line)
	}
	if has("risks") {
		lines = append(lines, "risk_names text[] GENERATED ALWAYS AS (string_to_array(risks, ';')) STORED")
	}
	fmt.Fprintf(b, "CREATE TABLE flows\n(\n    %s\n)\nPARTITION BY RANGE (%s);\n\n", strings.Join(lines, ",\n    "), schema.Time)
	b.WriteString(partitions)
	for _, x := range indexes {
		if has(x.column) {
			fmt.Fprintf(b, "CREATE INDEX ON flows %s;\n", x.index)
		}
	}
	b.WriteString("\n")
	for _, c := range columns {
		fmt.Fprintf(b, "COMMENT ON COLUMN flows.%s IS '%s';\n", c.Name, strings.ReplaceAll(c.Doc, "'", "''"))
	}
}

const partitions = `-- Flows of days without a partition. Keep it empty: a day's partition cannot be made while flows of it are here.
CREATE TABLE flows_other PARTITION OF flows DEFAULT;

-- flows_days makes the partitions of days, from one to another, that are not there. Call it daily, for days to come.
CREATE FUNCTION flows_days(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT generate_series(first, last, '1 day')::date LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF flows FOR VALUES FROM (%L) TO (%L)',
            'flows_' || to_char(day, 'YYYYMMDD'), day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END LOOP;
END
$$;

`

// typeOf returns the type of a column. The times of certificates are texts: servers choose them, and PostgreSQL does not
// take the year 0, with which a whole COPY would fail.
func typeOf(c *nfstream.Column) string {
	switch {
	case schema.Address(c):
		return "inet"
	case c.Type == nfstream.Int:
		return integer(c.Width())
	case c.Type.List():
		return "jsonb"
	case c.Type == nfstream.Float || c.Type == nfstream.Millis:
		return "double precision"
	case c.Type == nfstream.Time && c.Resolution() < time.Second:
		return "timestamptz"
	}
	return "text"
}

// integer returns the smallest type for a width; all types of PostgreSQL are signed.
func integer(w column.Width) string {
	bits := w.Bits
	if w.Unsigned {
		bits++
	}
	switch {
	case bits <= 16:
		return "smallint"
	case bits <= 32:
		return "integer"
	}
	return "bigint"
}
