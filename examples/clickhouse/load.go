package main

import (
	"bytes"
	"fmt"
	"strings"

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
	case c.Type == nfstream.Time && strings.HasSuffix(c.Name, "_seen_ms"):
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
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	all := strings.Join(names, ", ")
	fmt.Fprintf(b, "INSERT INTO flows (sensor, %s)\nSELECT {sensor:String}, %s\nFROM file({path:String}, Parquet);\n", all, all)
}

// kafka appends the statements that make a table of a topic's messages, and a view that copies them to the table.
func kafka(b *bytes.Buffer, columns []*nfstream.Column, format, settings string) {
	fmt.Fprintf(b, "CREATE TABLE IF NOT EXISTS flows_queue\n(\n    %s\n)\nENGINE = Kafka\n",
		strings.ReplaceAll(structure(columns), ", ", ",\n    "))
	fmt.Fprintf(b, `SETTINGS kafka_broker_list = 'localhost:9092',
         kafka_topic_list = 'flows',
         kafka_group_name = 'clickhouse',
         kafka_format = '%s'%s,
         kafka_num_consumers = 1,
         kafka_max_block_size = 65536,
         kafka_flush_interval_ms = 5000,
         kafka_handle_error_mode = 'stream';

`, format, settings)
	b.WriteString("CREATE MATERIALIZED VIEW IF NOT EXISTS flows_from_queue TO flows AS\n")
	values := []string{"_topic AS sensor"}
	for _, c := range columns {
		v := fromText(c)
		if v != c.Name {
			v += " AS " + c.Name
		}
		values = append(values, v)
	}
	fmt.Fprintf(b, "SELECT\n    %s\nFROM flows_queue\nWHERE length(_error) = 0;\n\n", strings.Join(values, ",\n    "))
	b.WriteString(`-- Messages that are no flows, with the reason.
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
`)
}
