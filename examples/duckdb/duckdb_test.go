package duckdb

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/examples/internal/schema"
	"github.com/nfstream/nfstream-go/examples/internal/schematest"
	"github.com/nfstream/nfstream-go/internal/python"
)

// script runs the statements in a folder with rows, and prints figures of DuckDB from CSV and JSON, and of SQLite.
const script = `
import csv, duckdb, sqlite3, sys
statements = [s for s in open(sys.argv[1]).read().split(";\n") if s.strip()]
db = duckdb.connect()
for s in statements:
    rows = db.execute(s).fetchall()
    assert rows, s
total = "SELECT count(*), sum(bidirectional_raw_bytes), count(DISTINCT src_ip), count(risks) FROM flows"
print(*db.execute(total).fetchone())
print(*db.execute(total.replace("FROM flows", "FROM 'rows.json'")).fetchone())
kinds = dict(db.execute("SELECT column_name, data_type FROM information_schema.columns").fetchall())
assert kinds["bidirectional_first_seen_ms"].startswith("TIMESTAMP"), kinds
assert kinds["bidirectional_raw_bytes"] == "BIGINT" and kinds["src_port"] == "BIGINT", kinds
lite = sqlite3.connect(":memory:")
rows = csv.reader(open("rows.csv", newline="", encoding="utf-8"))
head = next(rows)
lite.execute(f"CREATE TABLE flows ({', '.join(head)})")
values = ', '.join(["nullif(?, '')"] * len(head))
lite.executemany(f"INSERT INTO flows VALUES ({values})", rows)
print(*lite.execute(total).fetchone())
`

func TestRowsInDuckDBAndSQLite(t *testing.T) {
	program, dir := python.Interpreter(t, "duckdb"), t.TempDir()
	flows := schematest.Rows(t, schema.Config(schema.Fields), dir)
	text, err := os.ReadFile("flows.sql")
	require.NoError(t, err)
	statements := filepath.Join(dir, "flows.sql")
	require.NoError(t, os.WriteFile(statements, []byte(strings.Replace(string(text), "flows.csv", "rows.csv", 1)), 0o600))
	cmd := exec.Command(program, "-c", script, statements)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Len(t, lines, 3)
	require.True(t, strings.HasPrefix(lines[0], strconv.Itoa(flows)+" "), lines[0])
	require.Equal(t, lines[0], lines[1], "JSON")
	require.Equal(t, lines[0], lines[2], "SQLite")
}
