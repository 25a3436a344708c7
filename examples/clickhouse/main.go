// Command clickhouse writes the statements that make a table of flows in ClickHouse, and those that fill it.
//
//	go run ./examples/clickhouse table > examples/clickhouse/flows.sql
//	go run ./examples/clickhouse -fields default,tls,risks -ttl 90 table
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
)

func main() {
	flags := flag.NewFlagSet("clickhouse", flag.ExitOnError)
	fields := flags.String("fields", strings.Join(schema.Fields, ","), "columns and groups, as of nfstream --fields")
	statistics := flags.Bool("statistics", false, "with the columns of --statistics")
	splt := flags.Int("splt", 0, "with the columns of --splt")
	ttl := flags.Int("ttl", 0, "days until a flow is removed; 0 keeps all")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Usage: clickhouse [flags] table|csv|json|parquet|kafka|kafka-protobuf")
		flags.PrintDefaults()
	}
	flags.Parse(os.Args[1:])
	config := schema.Config(strings.Split(*fields, ","))
	config.Statistics, config.SPLT = *statistics, *splt
	out, err := statements(flags.Arg(0), config, *ttl)
	if err != nil {
		fmt.Fprintln(os.Stderr, "clickhouse:", err)
		os.Exit(2)
	}
	os.Stdout.Write(out)
}

// statements returns the statements of a kind, for rows of a configuration.
func statements(kind string, config nfstream.Config, ttl int) ([]byte, error) {
	columns, err := schema.Columns(config)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	switch kind {
	case "table":
		table(&b, columns, ttl)
	case "csv":
		load(&b, columns, "CSVWithNames", "input("+quoted(structure(columns))+")", csvSettings)
	case "json":
		load(&b, columns, "JSONEachRow", "input("+quoted(structure(columns))+")", "")
	case "parquet":
		parquet(&b, columns)
	case "kafka":
		kafka(&b, columns, jsonMessages)
	case "kafka-protobuf":
		kafka(&b, columns, protobufMessages)
	default:
		return nil, fmt.Errorf("%q is none of table, csv, json, parquet, kafka, kafka-protobuf", kind)
	}
	return b.Bytes(), nil
}

// csvSettings keep spaces around texts, and a text \N.
const csvSettings = "input_format_csv_trim_whitespaces = 0, format_csv_null_representation = '\x01'"
