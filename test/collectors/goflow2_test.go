package collectors

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goflow2 has all uniflows, and by the mapping of docs/ipfix.md their applications and names of servers.
func TestGoflow2(t *testing.T) {
	for format, options := range map[string]string{"ipfix": "&biflow=no", "netflow9": ""} {
		want, got := goflow2(t, format, options)
		same(t, format, want, got)
		t.Logf("%s: %d directions alike", format, len(want))
	}
}

// goflow2Flow is what it writes of a flow.
type goflow2Flow struct {
	Src         string `json:"src_addr"`
	Dst         string `json:"dst_addr"`
	SrcPort     int    `json:"src_port"`
	DstPort     int    `json:"dst_port"`
	Protocol    int    `json:"proto"`
	Packets     int    `json:"packets"`
	Bytes       int    `json:"bytes"`
	Application string `json:"application_name"`
}

const mapping = `formatter:
  fields: [src_addr, dst_addr, src_port, dst_port, proto, packets, bytes, application_name, server_name]
  render:
    proto: none
    application_name: string
    server_name: string
  protobuf:
    - {name: application_name, index: 1001, type: string}
    - {name: server_name, index: 1002, type: string}
ipfix:
  mapping:
    - {field: 96, destination: application_name}
    - {field: 107, destination: server_name, penprovided: true, pen: 32473}
netflowv9:
  mapping:
    - {field: 96, destination: application_name}
`

func goflow2(t *testing.T, format, options string) (want, got []direction) {
	t.Helper()
	dir, port := t.TempDir(), freePort(t)
	out, conf := filepath.Join(dir, "out"), filepath.Join(dir, "mapping.yaml")
	text := mapping
	if format == "netflow9" { // its zeros are no JSON to goflow2: without a renderer it writes them in hexadecimal
		text = strings.ReplaceAll(text, "    application_name: string\n", "")
	}
	require.NoError(t, os.WriteFile(conf, []byte(text), 0o600))
	stop := start(t, port, filepath.Join(dir, "log"), need(t, "goflow2"), "-listen", "netflow://127.0.0.1:"+port+"?workers=1", "-mapping", conf,
		"-format", "json", "-transport.file", out, "-addr", "127.0.0.1:0")
	want = send(t, format, port, options)
	stop()
	file, err := os.Open(out)
	require.NoError(t, err)
	defer file.Close()
	for values := json.NewDecoder(file); values.More(); { // its threads do not always end a line where another begins
		var f goflow2Flow
		require.NoError(t, values.Decode(&f))
		name := f.Application
		if format == "netflow9" {
			b, err := hex.DecodeString(name)
			require.NoError(t, err)
			name = strings.TrimRight(string(b), "\x00")
		}
		got = append(got, direction{nfEnd(t, f.Src, fmt.Sprint(f.SrcPort)), nfEnd(t, f.Dst, fmt.Sprint(f.DstPort)), fmt.Sprint(f.Protocol),
			fmt.Sprint(f.Packets), fmt.Sprint(f.Bytes), name})
	}
	return want, got
}
