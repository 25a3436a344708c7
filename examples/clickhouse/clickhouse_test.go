package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/examples/internal/chdb"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
	"github.com/nfstream/nfstream-go/examples/internal/schematest"
)

var files = map[string]string{
	"flows.sql": "table", "csv.sql": "csv", "json.sql": "json", "parquet.sql": "parquet", "kafka.sql": "kafka",
	"kafka_protobuf.sql": "kafka-protobuf",
}

// The files are those of the program. NFSTREAM_UPDATE=1 writes them.
func TestFiles(t *testing.T) {
	for name, kind := range files {
		want, err := statements(kind, schema.Config(schema.Fields), 0)
		require.NoError(t, err)
		if os.Getenv("NFSTREAM_UPDATE") != "" {
			require.NoError(t, os.WriteFile(name, want, 0o644))
		}
		got, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "%s: go run ./examples/clickhouse %s > examples/clickhouse/%s", name, kind, name)
	}
	_, err := statements("nothing", schema.Config(nil), 0)
	require.ErrorContains(t, err, "is none of")
	_, err = statements("table", schema.Config([]string{"nothing"}), 0)
	require.Error(t, err)
}

// Every column has a type, and only those that need it are nullable.
func TestTypes(t *testing.T) {
	all, err := statements("table", schematest.Config(), 30)
	require.NoError(t, err)
	for _, line := range []string{
		"    src_ip IPv6 CODEC", "    dst2src_first_seen_ms Nullable(DateTime64(9, 'UTC')) CODEC",
		"    bidirectional_packets Int64 CODEC", "    application_name LowCardinality(String) CODEC",
		"    tls_not_after Nullable(DateTime64(0, 'UTC'))", "    splt_piat_ms Array(Float64)",
		`COMMENT 'it\'s a \\ text'`, "TTL toDateTime(bidirectional_first_seen_ms) + INTERVAL 30 DAY;",
	} {
		require.Contains(t, string(all), line)
	}
	require.NotContains(t, string(all), "Nullable(String)")
}

// rowsOf returns the statement that shows the table as the rows in CSV are.
func rowsOf(columns []*nfstream.Column) string {
	values := make([]string, len(columns))
	for i, c := range columns {
		values[i] = c.Name
		if sep := schema.Separator(c); sep != "" {
			// Texts of rows have commas for the semicolons within an element.
			values[i] = "arrayStringConcat(arrayMap(x -> replaceAll(x, ';', ','), f." + c.Name + "), '" + sep + "') AS " + c.Name
		}
	}
	return "SELECT " + strings.Join(values, ", ") + " FROM flows AS f SETTINGS format_csv_null_representation = ''"
}

// What goes in comes out again, in CSV and in JSON, every value of every flow of every capture.
func TestValuesInClickHouse(t *testing.T) {
	server, dir := chdb.New(t), t.TempDir()
	config := schematest.Config()
	columns, err := schema.Columns(config)
	require.NoError(t, err)
	flows := schematest.Rows(t, config, dir)
	want, err := os.ReadFile(filepath.Join(dir, "rows.csv"))
	require.NoError(t, err)
	table, err := statements("table", config, 0)
	require.NoError(t, err)
	// Rows of one flow in several captures are not the same flow.
	server.Must(strings.Replace(string(table), "ReplacingMergeTree", "MergeTree", 1), "")
	for kind, format := range map[string]string{"csv": "CSVWithNames", "json": "JSONEachRow"} {
		server.Must("TRUNCATE TABLE flows", "")
		insert, err := statements(kind, config, 0)
		require.NoError(t, err)
		// chdb has no standard input.
		from := "file('" + filepath.Join(dir, "rows."+kind) + "', " + format + ", '"
		statement := strings.Replace(string(insert), "input('", from, 1)
		statement = strings.Replace(statement, "FORMAT "+format, "", 1)
		_, err = server.Do(statement, "", map[string]string{"sensor": "it's"})
		require.NoError(t, err)
		schematest.Equal(t, columns, want, []byte(server.Must(rowsOf(columns), "CSVWithNames")), time.Nanosecond)
		require.Equal(t, "it's\n", server.Must("SELECT DISTINCT sensor FROM flows", "TSVRaw"))
		t.Logf("%s: %d flows of %d columns", kind, flows, len(columns))
	}
}

// Each statement and each query of the example is one that ClickHouse takes, and all queries show something.
func TestQueries(t *testing.T) {
	server, dir := chdb.New(t), t.TempDir()
	fill(t, server, dir)
	queries, err := filepath.Glob("queries/*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, queries)
	for _, path := range queries {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		shown := server.Must(strings.TrimSuffix(strings.TrimSpace(string(text)), ";"), "PrettyCompactMonoBlock")
		t.Logf("%s\n%s", path, shown)
		require.NotEmpty(t, shown, path)
	}
	// Rows that come twice are one after a merge, and with FINAL.
	before := server.Must("SELECT count() FROM flows FINAL", "TSV")
	fill(t, server, dir)
	require.Equal(t, before, server.Must("SELECT count() FROM flows FINAL", "TSV"))
}

// fill makes the table and inserts the rows of all captures.
func fill(t *testing.T, server *chdb.Session, dir string) {
	schematest.Rows(t, schema.Config(schema.Fields), dir)
	table, err := os.ReadFile("flows.sql")
	require.NoError(t, err)
	server.Must(string(table), "")
	insert, err := os.ReadFile("json.sql")
	require.NoError(t, err)
	statement := strings.Replace(string(insert), "input('", "file('"+filepath.Join(dir, "rows.json")+"', JSONEachRow, '", 1)
	_, err = server.Do(string(bytes.TrimSuffix(bytes.TrimSpace([]byte(statement)), []byte("FORMAT JSONEachRow"))), "",
		map[string]string{"sensor": "router"})
	require.NoError(t, err)
}
