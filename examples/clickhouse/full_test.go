package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/examples/internal/chdb"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
	"github.com/nfstream/nfstream-go/examples/internal/schematest"
)

// java returns a command of a class of Kafka.
func java(t *testing.T, class string, args ...string) *exec.Cmd {
	jars := os.Getenv("NFSTREAM_KAFKA_JARS")
	if jars == "" {
		out, err := exec.Command("../../test/kafka/jars").Output()
		if err != nil {
			t.Skipf("needs a broker of Kafka: %v", err)
		}
		jars = strings.TrimSpace(string(out))
	}
	return exec.Command("java", append([]string{"-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", jars + "/*", class}, args...)...)
}

// broker starts Kafka, and returns its address.
func broker(t *testing.T) string {
	dir := t.TempDir()
	address, controller := free(t), free(t)
	properties := filepath.Join(dir, "server.properties")
	require.NoError(t, os.WriteFile(properties, fmt.Appendf(nil, `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@%s
listeners=PLAINTEXT://%s,CONTROLLER://%[1]s
advertised.listeners=PLAINTEXT://%[2]s
controller.listener.names=CONTROLLER
log.dirs=%s/data
num.partitions=3
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
`, controller, address, dir), 0o600))
	out, err := java(t, "kafka.tools.StorageTool", "format", "-c", properties, "-t", "AAAAAAAAAAAAAAAAAAAAAQ").CombinedOutput()
	require.NoError(t, err, string(out))
	cmd := java(t, "kafka.Kafka", properties)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		return err == nil
	}, time.Minute, 200*time.Millisecond)
	return address
}

func free(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// full returns the path of nfstream-full.
func full(t *testing.T) string {
	if path := os.Getenv("NFSTREAM_FULL"); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "nfstream-full")
	out, err := exec.Command("go", "build", "-o", path, "../../cmd/nfstream-full").CombinedOutput()
	require.NoError(t, err, string(out))
	return path
}

// run writes the flows of all captures with nfstream-full, to an output for each of them.
func run(t *testing.T, program string, output func(i int) string, args ...string) {
	for i, capture := range schematest.Captures(t) {
		all := append([]string{"flows", "--quiet", "--fields", "all", "--statistics", "--splt", "5", "--time-format", "iso", "--null", "",
			"-o", output(i), capture}, args...)
		out, err := exec.Command(program, all...).CombinedOutput()
		if !strings.Contains(string(out), "capture cut short") {
			require.NoError(t, err, "%s: %s", capture, out)
		}
	}
}

// Parquet of nfstream-full has the types of the table, and its values.
func TestValuesInParquet(t *testing.T) {
	server, dir := chdb.New(t), t.TempDir()
	program := full(t)
	config := schematest.Config()
	config.Plugins = nil
	columns, err := schema.Columns(config)
	require.NoError(t, err)
	flows := schematest.Rows(t, config, dir)
	want, err := os.ReadFile(filepath.Join(dir, "rows.csv"))
	require.NoError(t, err)
	run(t, program, func(i int) string { return filepath.Join(dir, fmt.Sprintf("part-%d.parquet", i)) })
	table, err := statements("table", config, 0)
	require.NoError(t, err)
	server.Must(strings.Replace(string(table), "ReplacingMergeTree", "MergeTree", 1), "")
	insert, err := statements("parquet", config, 0)
	require.NoError(t, err)
	statement := strings.Replace(string(insert), "input('", "file('"+dir+"/part-*.parquet', Parquet, '", 1)
	_, err = server.Do(strings.TrimSuffix(statement, "FORMAT Parquet\n"), "", map[string]string{"sensor": "router"})
	require.NoError(t, err)
	schematest.Equal(t, columns, want, []byte(server.Must(rowsOf(columns), "CSVWithNames")), time.Nanosecond)
	t.Logf("%d flows of %d columns", flows, len(columns))
}

// What nfstream-full produces to a broker, ClickHouse's Kafka engine reads: every value of every flow, as JSON and as
// Protobuf. chdb does not run the engine in the background, so the
// test runs the statement of the view itself.
func TestValuesThroughKafka(t *testing.T) {
	server, dir := chdb.New(t), t.TempDir()
	address, program := broker(t), full(t)
	config := schematest.Config()
	config.Plugins = nil
	columns, err := schema.Columns(config)
	require.NoError(t, err)
	flows := schematest.Rows(t, config, dir)
	want, err := os.ReadFile(filepath.Join(dir, "rows.csv"))
	require.NoError(t, err)
	table, err := statements("table", config, 0)
	require.NoError(t, err)
	server.Must(strings.Replace(string(table), "ReplacingMergeTree", "MergeTree", 1), "")
	proto, err := filepath.Abs("../../sink/kafka/flow.proto")
	require.NoError(t, err)
	if path := os.Getenv("NFSTREAM_PROTO"); path != "" {
		proto = path
	}
	for kind, format := range map[string]string{"kafka": "json", "kafka-protobuf": "protobuf"} {
		topic := "flows-" + format
		out, err := java(t, "org.apache.kafka.tools.TopicCommand", "--bootstrap-server", address, "--create", "--topic", topic).CombinedOutput()
		require.NoError(t, err, string(out))
		run(t, program, func(int) string { return "kafka://" + address + "/" + topic + "?linger=0s" }, "--format", format)
		text, err := statements(kind, config, 0)
		require.NoError(t, err)
		all := strings.Split(strings.NewReplacer("localhost:9092", address, "'flows'", "'"+topic+"'", "'clickhouse'", "'"+topic+"'",
			"flow.proto:", proto+":").Replace(
			string(text)), ";\n")
		server.Must("DROP TABLE IF EXISTS flows_queue", "")
		if _, err := server.Do(all[0], "", nil); err != nil {
			require.ErrorContains(t, err, "Shutdown was called", all[0]) // by the background, which chdb lacks; the table is there
		}
		server.Must("TRUNCATE TABLE flows", "")
		_, view, _ := strings.Cut(all[1], " AS\n")
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = c.Name
		}
		insert := "INSERT INTO flows (sensor, " + strings.Join(names, ", ") + ") " + view
		count := func() string { return strings.TrimSpace(server.Must("SELECT count() FROM flows", "TSV")) }
		for deadline := time.Now().Add(2 * time.Minute); count() != fmt.Sprint(flows) && time.Now().Before(deadline); {
			server.Must(insert+" SETTINGS stream_like_engine_allow_direct_select = 1", "")
		}
		schematest.Equal(t, columns, want, []byte(server.Must(rowsOf(columns), "CSVWithNames")), time.Nanosecond)
		require.Equal(t, topic+"\n", server.Must("SELECT DISTINCT sensor FROM flows", "TSVRaw"))
		t.Logf("%s: %d flows of %d columns", format, flows, len(columns))
	}
}
