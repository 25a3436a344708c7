package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/examples/internal/schema"
	"github.com/nfstream/nfstream-go/examples/internal/schematest"
)

// The files are those of the program. NFSTREAM_UPDATE=1 writes them.
func TestFiles(t *testing.T) {
	for name, kind := range map[string]string{"flows.sql": "table", "copy.sql": "copy"} {
		want, err := statements(kind, schema.Config(schema.Fields))
		require.NoError(t, err)
		if os.Getenv("NFSTREAM_UPDATE") != "" {
			require.NoError(t, os.WriteFile(name, want, 0o644))
		}
		got, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "%s: go run ./examples/postgres %s > examples/postgres/%s", name, kind, name)
	}
	_, err := statements("nothing", schema.Config(nil))
	require.ErrorContains(t, err, "is none of")
	_, err = statements("table", schema.Config([]string{"nothing"}))
	require.Error(t, err)
}

func statement(t *testing.T, kind string, all bool) string {
	config := schema.Config(schema.Fields)
	if all {
		config = schematest.Config()
	}
	out, err := statements(kind, config)
	require.NoError(t, err)
	return string(out)
}

// What goes in comes out again, every value of every flow of every capture.
func TestValuesInPostgreSQL(t *testing.T) {
	server, dir := start(t), t.TempDir()
	config := schematest.Config()
	columns, err := schema.Columns(config)
	require.NoError(t, err)
	flows := schematest.Rows(t, config, dir)
	rows, err := os.ReadFile(filepath.Join(dir, "rows.csv"))
	require.NoError(t, err)
	server.must(statement(t, "table", true), nil)
	server.must("SELECT flows_days('2026-11-20', '2026-12-02'); SELECT flows_days('2026-11-30', '2026-12-03')", nil)
	copying := statement(t, "copy", true)
	server.must(copying, rows)
	names := copying[strings.Index(copying, "(")+1 : strings.Index(copying, ")")]
	got := server.must("COPY (SELECT "+names+" FROM flows) TO STDOUT WITH (FORMAT csv, HEADER)", nil)
	schematest.Equal(t, columns, rows, []byte(got), time.Microsecond)
	require.Equal(t, strconv.Itoa(flows), strings.TrimSpace(server.must("COPY (SELECT count(*) FROM flows) TO STDOUT", nil)))
	t.Logf("%d flows of %d columns; in no day's partition: %s", flows, len(columns),
		server.must("COPY (SELECT count(*) FROM flows_other) TO STDOUT", nil))

	// Rows of other columns are refused, and so are bytes that no meter writes.
	out, err := server.psql(copying, bytes.Replace(rows, []byte("vlan_id"), []byte("vlan"), 1))
	require.Error(t, err)
	require.Contains(t, out, "column name mismatch")
	for bad, message := range map[string]string{"\x00": "ERROR", "\xff": "invalid byte sequence for encoding"} {
		out, err = server.psql(copying, bytes.Replace(rows, []byte("TLS"), []byte("TL"+bad), 1))
		require.Error(t, err, "%q", bad)
		require.Contains(t, out, message)
	}
}

// Each query of the example shows something.
func TestQueries(t *testing.T) {
	server, dir := start(t), t.TempDir()
	schematest.Rows(t, schema.Config(schema.Fields), dir)
	rows, err := os.ReadFile(filepath.Join(dir, "rows.csv"))
	require.NoError(t, err)
	for _, name := range []string{"flows.sql", "copy.sql"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		if name == "copy.sql" {
			server.must(string(text), rows)
		} else {
			server.must(string(text), nil)
		}
	}
	queries, err := filepath.Glob("queries/*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, queries)
	for _, path := range queries {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		shown := server.must(string(text), nil)
		t.Logf("%s\n%s", path, shown)
		require.NotContains(t, shown, "(0 rows)", path)
	}
}
