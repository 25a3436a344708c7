package main

import (
	"encoding/csv"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/examples/internal/chdb"
)

// Flows go as IPFIX to goflow2, from there to a broker of Kafka, and from there into ClickHouse: each direction with its
// packets, bytes, application and server name.
func TestFlowsThroughIPFIX(t *testing.T) {
	server := chdb.New(t)
	folder := os.Getenv("NFSTREAM_GOFLOW2")
	if folder == "" {
		t.Skip("needs goflow2: see test/collectors/install")
	}
	kafka, program := broker(t), full(t)
	out, err := java(t, "org.apache.kafka.tools.TopicCommand", "--bootstrap-server", kafka, "--create", "--topic", "flow-messages").CombinedOutput()
	require.NoError(t, err, string(out))
	port := freePort(t)
	collector := exec.Command(filepath.Join(folder, "goflow2"), "-listen", "netflow://127.0.0.1:"+port+"?workers=1", "-mapping", "ipfix/mapping.yaml",
		"-transport", "kafka", "-transport.kafka.brokers", kafka, "-transport.kafka.flushfreq", "500ms", "-addr", "127.0.0.1:0")
	collector.Stderr = os.Stderr
	require.NoError(t, collector.Start())
	t.Cleanup(func() {
		collector.Process.Kill()
		collector.Wait()
	})
	time.Sleep(2 * time.Second) // it says nothing when it listens

	const capture = "../../testdata/web.pcap"
	rows, err := exec.Command(program, "flows", "--quiet", "--null", "", "--fields", "src_ip,src_port,dst_ip,dst_port,protocol,src2dst_packets,"+
		"src2dst_ip_bytes,dst2src_packets,dst2src_ip_bytes,application_name,requested_server_name", capture).Output()
	require.NoError(t, err)
	table, err := csv.NewReader(strings.NewReader(string(rows))).ReadAll()
	require.NoError(t, err)
	var want []string
	for _, r := range table[1:] {
		want = append(want, strings.Join([]string{r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[9], r[10]}, " "))
		if r[7] != "0" {
			want = append(want, strings.Join([]string{r[2], r[3], r[0], r[1], r[4], r[7], r[8], r[9], r[10]}, " "))
		}
	}
	out, err = exec.Command(program, "flows", "--quiet", "--fields", "default,names", "-o", "ipfix://127.0.0.1:"+port+"?biflow=no", capture).CombinedOutput()
	require.NoError(t, err, string(out))

	text, err := os.ReadFile("ipfix/ipfix.sql")
	require.NoError(t, err)
	all := strings.Split(strings.Replace(string(text), "localhost:9092", kafka, 1), ";\n")
	server.Must(all[0], "")
	if _, err := server.Do(all[1], "", nil); err != nil {
		require.ErrorContains(t, err, "Shutdown was called") // by the background, which chdb lacks; the table is there
	}
	_, view, _ := strings.Cut(all[2], " AS\n")
	count := func() string { return strings.TrimSpace(server.Must("SELECT count() FROM flows_ipfix", "TSV")) }
	for deadline := time.Now().Add(time.Minute); count() != fmt.Sprint(len(want)) && time.Now().Before(deadline); {
		server.Must("INSERT INTO flows_ipfix "+view+" SETTINGS stream_like_engine_allow_direct_select = 1", "")
	}
	got := strings.Split(strings.TrimSuffix(server.Must("SELECT concat("+address("src_ip")+", ' ', src_port, ' ', "+address("dst_ip")+
		", ' ', dst_port, ' ', protocol, ' ', packets, ' ', ip_bytes, ' ', application_name, ' ', requested_server_name) FROM flows_ipfix",
		"TSVRaw"), "\n"), "\n")
	slices.Sort(want)
	slices.Sort(got)
	require.Equal(t, strings.Join(want, "\n"), strings.Join(got, "\n"))
	require.Equal(t, "::ffff:127.0.0.1\n", server.Must("SELECT DISTINCT sensor FROM flows_ipfix", "TSV"))
	t.Logf("%d directions of %d flows", len(got), len(table)-1)
}

func freePort(t *testing.T) string {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer c.Close()
	_, port, _ := net.SplitHostPort(c.LocalAddr().String())
	return port
}
