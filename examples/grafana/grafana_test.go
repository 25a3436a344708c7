package grafana

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/nfstream/nfstream-go/examples/internal/chdb"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
	"github.com/nfstream/nfstream-go/examples/internal/schematest"
)

type datasource struct{ Type, UID string }

type target struct {
	RefID, RawSQL, EditorType, QueryType string
	Format                               int
	Datasource                           datasource
}

type panel struct {
	ID          int
	Type, Title string
	Datasource  datasource
	GridPos     struct{ X, Y, W, H int }
	Targets     []target
}

type dashboard struct {
	UID, Title    string
	SchemaVersion int
	Time          struct{ From, To string }
	Panels        []panel
	Templating    struct {
		List []struct {
			Name, Type string
			Query      any
		}
	}
}

func read(t *testing.T) (d dashboard, text []byte) {
	text, err := os.ReadFile("dashboards/flows.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &d))
	return d, text
}

// The dashboard is one that Grafana loads from a file: a model of a version, with panels that have places and identifiers
// of their own, queries of the plug-in, and no variable that is not defined.
func TestDashboard(t *testing.T) {
	d, text := read(t)
	require.Equal(t, 39, d.SchemaVersion)
	require.NotEmpty(t, d.UID)
	require.LessOrEqual(t, len(d.UID), 40)
	require.Equal(t, "now", d.Time.To)
	variables := []string{"__url_time_range", "__value"}
	for _, v := range d.Templating.List {
		variables = append(variables, v.Name)
	}
	for _, m := range regexp.MustCompile(`\$\{(\w+)|\$([a-z]\w*)`).FindAllStringSubmatch(string(text), -1) {
		require.Contains(t, variables, m[1]+m[2])
	}
	ids := map[int]bool{}
	cells := map[[2]int]string{}
	for _, p := range d.Panels {
		require.False(t, ids[p.ID] || p.ID == 0, "%s has the identifier of another", p.Title)
		ids[p.ID] = true
		require.Contains(t, []string{"stat", "timeseries", "table", "piechart"}, p.Type)
		require.LessOrEqual(t, p.GridPos.X+p.GridPos.W, 24)
		for x := range p.GridPos.W {
			for y := range p.GridPos.H {
				at := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
				require.Empty(t, cells[at], "%s covers another", p.Title)
				cells[at] = p.Title
			}
		}
		require.NotEmpty(t, p.Targets)
		for _, q := range p.Targets {
			require.Equal(t, datasource{"grafana-clickhouse-datasource", "${datasource}"}, q.Datasource)
			require.Equal(t, p.Datasource, q.Datasource)
			require.Equal(t, "sql", q.EditorType)
			require.Equal(t, p.Type == "timeseries", q.Format == 0)
			require.Equal(t, p.Type == "timeseries", q.QueryType == "timeseries")
		}
	}
}

// The files of provisioning name the plug-in, and hold no password.
func TestProvisioning(t *testing.T) {
	d, text := read(t)
	var sources struct {
		Datasources []struct {
			UID, Type      string
			SecureJSONData map[string]string `yaml:"secureJsonData"`
		}
	}
	decode := func(path string, v any) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, yaml.Unmarshal(text, v))
	}
	decode("provisioning/datasources/clickhouse.yaml", &sources)
	require.Len(t, sources.Datasources, 1)
	require.Equal(t, d.Panels[0].Datasource.Type, sources.Datasources[0].Type)
	require.Contains(t, string(text), `"value": "`+sources.Datasources[0].UID+`"`)
	require.Equal(t, "$CLICKHOUSE_PASSWORD", sources.Datasources[0].SecureJSONData["password"])
	var providers struct {
		Providers []struct {
			Type    string
			Options struct{ Path string }
		}
	}
	decode("provisioning/dashboards/flows.yaml", &providers)
	require.Equal(t, "file", providers.Providers[0].Type)
	require.NotEmpty(t, providers.Providers[0].Options.Path)
}

// macros of the plug-in, for a time range that holds all captures of testdata.
const from, to, interval = 1500000000, 1900000000, 3600

var macro = regexp.MustCompile(`\$__(timeFilter|timeInterval|conditionalAll|interval_s)(\(((?:[^()]|\([^()]*\))*)\))?`)

// expand writes a query as the plug-in does; all is whether each variable has the value All.
func expand(t *testing.T, sql string, all bool) string {
	value := map[string]string{"sensor": "'router', 'it\\'s'", "application": "'TLS', 'DNS', 'HTTP'", "host": "''"}
	if !all {
		value["host"] = "'192.0.2.10'"
	}
	sql = macro.ReplaceAllStringFunc(sql, func(text string) string {
		m := macro.FindStringSubmatch(text)
		switch m[1] {
		case "timeFilter":
			return fmt.Sprintf("%s >= toDateTime(%d) AND %[1]s <= toDateTime(%[3]d)", m[3], from, to)
		case "timeInterval":
			return fmt.Sprintf("toStartOfInterval(toDateTime(%s), INTERVAL %d second)", m[3], interval)
		case "interval_s":
			return fmt.Sprint(interval)
		}
		condition := m[3][:strings.LastIndex(m[3], ",")]
		if all {
			return "1=1"
		}
		return condition
	})
	for name, v := range value {
		sql = strings.ReplaceAll(sql, "${"+name+":singlequote}", v)
	}
	require.NotContains(t, sql, "$")
	return sql
}

func TestExpand(t *testing.T) {
	const sql = "SELECT $__timeInterval(x) WHERE $__timeFilter(x) AND $__conditionalAll(s IN (${sensor:singlequote}), $sensor)"
	require.Equal(t, "SELECT toStartOfInterval(toDateTime(x), INTERVAL 3600 second) WHERE x >= toDateTime(1500000000) AND "+
		"x <= toDateTime(1900000000) AND 1=1", expand(t, sql, true))
	require.Contains(t, expand(t, sql, false), `AND s IN ('router', 'it\'s')`)
}

// Each query runs in ClickHouse, with all values of variables and with some, and shows rows.
func TestQueries(t *testing.T) {
	server, dir := chdb.New(t), t.TempDir()
	schematest.Rows(t, schema.Config(schema.Fields), dir)
	for _, name := range []string{"flows", "json"} {
		text, err := os.ReadFile("../clickhouse/" + name + ".sql")
		require.NoError(t, err)
		statement := strings.Replace(string(text), "input('", "file('"+filepath.Join(dir, "rows.json")+"', JSONEachRow, '", 1)
		statement = strings.TrimSuffix(strings.TrimSpace(statement), "FORMAT JSONEachRow")
		_, err = server.Do(statement, "", map[string]string{"sensor": "router"})
		require.NoError(t, err)
	}
	d, _ := read(t)
	queries := map[string]string{}
	for _, p := range d.Panels {
		queries[p.Title] = p.Targets[0].RawSQL
	}
	for _, v := range d.Templating.List {
		if query, ok := v.Query.(map[string]any); ok {
			queries[v.Name] = query["rawSql"].(string)
		}
	}
	require.Len(t, queries, len(d.Panels)+2)
	for title, sql := range queries {
		for _, all := range []bool{true, false} {
			shown := server.Must(expand(t, sql, all), "JSONCompact")
			var result struct {
				Meta []struct{ Name, Type string }
				Data [][]any
			}
			require.NoError(t, json.Unmarshal([]byte(shown), &result))
			require.NotEmpty(t, result.Data, "%s: %s", title, sql)
			i := slices.IndexFunc(d.Panels, func(p panel) bool { return p.Title == title })
			if i >= 0 && d.Panels[i].Type == "timeseries" {
				require.Equal(t, "time", result.Meta[0].Name)
				require.Contains(t, result.Meta[0].Type, "DateTime")
				require.Equal(t, "String", result.Meta[1].Type)
			}
			t.Logf("%s, all values %v: %d rows", title, all, len(result.Data))
		}
	}
	// What a panel sums up is all that there is.
	total := server.Must("SELECT sum(bidirectional_raw_bytes) FROM flows", "TSV")
	require.Equal(t, total, server.Must(expand(t, queries["Bytes"], true), "TSV"))
	require.Equal(t, total, server.Must("SELECT sum(bytes) FROM ("+expand(t, queries["Bytes by application"], true)+")", "TSV"))
}
