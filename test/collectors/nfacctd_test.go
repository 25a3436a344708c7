package collectors

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// nfacctd, which reads no biflows, has all uniflows with the names of their applications.
func TestNfacctd(t *testing.T) {
	for format, options := range map[string]string{"ipfix": "&biflow=no&engine=13", "netflow9": ""} {
		want, got := nfacctd(t, format, options)
		want, got = merged(t, want), merged(t, got)
		same(t, format, want, got)
		t.Logf("%s: %d aggregates alike", format, len(want))
	}
}

func nfacctd(t *testing.T, format, options string) (want, got []direction) {
	t.Helper()
	dir, port := t.TempDir(), freePort(t)
	out, conf := filepath.Join(dir, "out"), filepath.Join(dir, "conf")
	require.NoError(t, os.WriteFile(conf, []byte(fmt.Sprintf(`nfacctd_port: %s
nfacctd_ip: 127.0.0.1
nfacctd_pipe_size: 4000000
nfacctd_disable_opt_scope_check: true
classifier_table_num: 4096
plugins: print[a]
plugin_pipe_size[a]: 40000000
plugin_buffer_size[a]: 40000
aggregate[a]: src_host, dst_host, src_port, dst_port, proto, class
print_output[a]: csv
print_output_file[a]: %s
print_output_separator[a]: ;
print_num_protos[a]: true
print_refresh_time[a]: 3600
print_cache_entries[a]: 65536
`, port, out)), 0o600))
	stop := start(t, port, filepath.Join(dir, "log"), need(t, "nfacctd"), "-f", conf)
	time.Sleep(300 * time.Millisecond) // its plug-in is a process of its own
	want = send(t, format, port, options)
	stop()
	require.Eventually(t, func() bool { _, err := os.Stat(out); return err == nil }, 10*time.Second, 50*time.Millisecond)
	settled(func() int64 { info, _ := os.Stat(out); return info.Size() })
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	r := csv.NewReader(strings.NewReader(string(text)))
	r.Comma = ';'
	rows, err := r.ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"CLASS", "SRC_IP", "DST_IP", "SRC_PORT", "DST_PORT", "PROTOCOL", "PACKETS", "BYTES"}, rows[0])
	for _, c := range rows[1:] {
		got = append(got, direction{nfEnd(t, c[1], c[3]), nfEnd(t, c[2], c[4]), c[5], c[6], c[7], c[0]})
	}
	return want, got
}

// merged adds up directions that a collector aggregates. nfacctd keeps 15 bytes of a name.
func merged(t *testing.T, all []direction) (sums []direction) {
	t.Helper()
	byKey := map[direction][2]int{}
	for _, d := range all {
		var packets, bytes int
		_, err := fmt.Sscan(d.packets+" "+d.bytes, &packets, &bytes)
		require.NoError(t, err)
		d.packets, d.bytes = "", ""
		d.application = d.application[:min(15, len(d.application))]
		v := byKey[d]
		byKey[d] = [2]int{v[0] + packets, v[1] + bytes}
	}
	for d, v := range byKey {
		d.packets, d.bytes = fmt.Sprint(v[0]), fmt.Sprint(v[1])
		sums = append(sums, d)
	}
	return sums
}
