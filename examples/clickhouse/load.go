package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
)

// structure returns the columns of rows in CSV and JSON, with the types that they are read by.
func structure(columns []*nfstream.Column) string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.Name + " " + textType(c)
	}
	return strings.Join(all, ", ")
}

// textType returns the type by which the text of a value is read.
func textType(c *nfstream.Column) string {
	switch {
	case c.Type == nfstream.Text && !schema.Address(c), c.Type == nfstream.Time:
		return "String"
	}
	return typeOf(c)
}

// fromText returns the expression of a value of the table, of one that was read as textType.
func fromText(c *nfstream.Column) string {
	switch sep := schema.Separator(c); {
	case c.Type == nfstream.Time && schema.Always(c):
		return fmt.Sprintf("parseDateTime64BestEffort(%s, 9, 'UTC')", c.Name)
	case c.Type == nfstream.Time && c.Resolution() < time.Second:
		return fmt.Sprintf("parseDateTime64BestEffortOrNull(%s, 9, 'UTC')", c.Name)
	case c.Type == nfstream.Time:
		return fmt.Sprintf("parseDateTime64BestEffortOrNull(%s, 0, 'UTC')", c.Name)
	case sep != "":
		return fmt.Sprintf("if(%s = '', [], splitByChar('%s', %[1]s))", c.Name, sep)
	}
	return c.Name
}

// insert appends a statement up to FROM, which takes values by the names that they have in the table.
func insert(b *bytes.Buffer, columns []*nfstream.Column, sensor string) {
	names, values := []string{"sensor"}, []string{sensor}
	for _, c := range columns {
		names, values = append(names, c.Name), append(values, fromText(c))
	}
	fmt.Fprintf(b, "INSERT INTO flows (%s)\nSELECT\n    %s\n", strings.Join(names, ", "), strings.Join(values, ",\n    "))
}

// load appends the statement that inserts rows of a format from source.
func load(b *bytes.Buffer, columns []*nfstream.Column, format, source, settings string) {
	insert(b, columns, "{sensor:String}")
	fmt.Fprintf(b, "FROM %s\n", source)
	if settings != "" {
		fmt.Fprintf(b, "SETTINGS %s\n", settings)
	}
	fmt.Fprintf(b, "FORMAT %s\n", format)
}

// parquet appends the statement that inserts a file in Parquet, which has the types of the table.
func parquet(b *bytes.Buffer, columns []*nfstream.Column) {
	names, types := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i], types[i] = c.Name, c.Name+" "+typeOf(c)
	}
	all := strings.Join(names, ", ")
	fmt.Fprintf(b, "INSERT INTO flows (sensor, %s)\nSELECT {sensor:String}, %s\nFROM input(%s)\nFORMAT Parquet\n", all, all,
		quoted(strings.Join(types, ", ")))
}

// encoding is how the messages of a topic hold rows.
type encoding struct {
	format   string // of ClickHouse
	settings string
	column   func(*nfstream.Column) (name, kind string) // of the table of messages
	value    func(*nfstream.Column) string              // of the table of flows
}

var (
	jsonMessages = encoding{"JSONEachRow", "",
		func(c *nfstream.Column) (string, string) { return c.Name, textType(c) }, fromText}
	protobufMessages = encoding{"ProtobufSingle", ",\n         kafka_schema = 'flow.proto:Flow'", protobufColumn, fromProtobuf}
)

// protobufColumn returns the field of a column in flow.proto: times and durations are in nanoseconds there, and dates of
// certificates in seconds.
func protobufColumn(c *nfstream.Column) (name, kind string) {
	switch {
	case schema.Address(c):
		return c.Name, "String"
	case c.Type != nfstream.Millis && c.Type != nfstream.Time:
		return c.Name, typeOf(c)
	case schema.Always(c):
		return wholeUnits(c), "Int64"
	}
	return wholeUnits(c), "Nullable(Int64)"
}

// wholeUnits returns the name of a column whose values are integers in flow.proto.
func wholeUnits(c *nfstream.Column) string {
	if c.Resolution() == time.Second {
		return c.Name + "_s"
	}
	return strings.TrimSuffix(c.Name, "_ms") + "_ns"
}

func fromProtobuf(c *nfstream.Column) string {
	switch {
	case schema.Address(c):
		return "toIPv6(" + c.Name + ")"
	case c.Type == nfstream.Millis:
		return wholeUnits(c) + " / 1e6"
	case c.Type == nfstream.Time && c.Resolution() < time.Second:
		return "fromUnixTimestamp64Nano(" + wholeUnits(c) + ", 'UTC')"
	case c.Type == nfstream.Time:
		return "toDateTime64(" + wholeUnits(c) + ", 0, 'UTC')"
	}
	return c.Name
}

// kafka appends the statements that make a table of a topic's messages, and a view that copies them to the table.
func kafka(b *bytes.Buffer, columns []*nfstream.Column, e encoding) {
	var fields []string
	values := []string{"_topic AS sensor"}
	for _, c := range columns {
		name, kind := e.column(c)
		fields = append(fields, name+" "+kind)
		v := e.value(c)
		if v != c.Name {
			v += " AS " + c.Name
		}
		values = append(values, v)
	}
	fmt.Fprintf(b, `CREATE TABLE IF NOT EXISTS flows_queue
(
    %s
)
ENGINE = Kafka
SETTINGS kafka_broker_list = 'localhost:9092',
         kafka_topic_list = 'flows',
         kafka_group_name = 'clickhouse',
         kafka_format = '%s'%s,
         kafka_num_consumers = 1,
         kafka_max_block_size = 65536,
         kafka_flush_interval_ms = 5000,
         kafka_handle_error_mode = 'stream';

CREATE MATERIALIZED VIEW IF NOT EXISTS flows_from_queue TO flows AS
SELECT
    %s
FROM flows_queue
WHERE length(_error) = 0;

%s`, strings.Join(fields, ",\n    "), e.format, e.settings, strings.Join(values, ",\n    "), refused)
}

const refused = `-- Messages that are no flows, with the reason.
CREATE TABLE IF NOT EXISTS flows_refused
(
    time DateTime, topic String, partition UInt64, offset UInt64, raw String, error String
)
ENGINE = MergeTree
ORDER BY time
TTL time + INTERVAL 7 DAY;

CREATE MATERIALIZED VIEW IF NOT EXISTS flows_refused_from_queue TO flows_refused AS
SELECT now() AS time, _topic AS topic, _partition AS partition, _offset AS offset, _raw_message AS raw, _error AS error
FROM flows_queue
WHERE length(_error) > 0;
`
