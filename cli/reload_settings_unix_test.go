//go:build unix && !tiny

package cli

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// reloading is a service over standard input whose settings change while packets come.
type reloading struct {
	t        *testing.T
	cmd      *exec.Cmd
	in       io.WriteCloser
	log      *said
	dir      string
	settings string
	pcap     []byte
}

func newReloading(t *testing.T, lines ...string) *reloading {
	t.Helper()
	r := &reloading{t: t, dir: t.TempDir(), log: new(said), pcap: traffic(t, 60_000, 1)}
	r.settings = filepath.Join(r.dir, "nfstream.yaml")
	r.set(lines...)
	r.cmd = command(t, "run", "--config", r.settings)
	r.cmd.Stderr = r.log
	var err error
	r.in, err = r.cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, r.cmd.Start())
	t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	r.feed(10)
	r.await("msg=metering")
	return r
}

// set writes the settings. DIR stands for the folder of the test.
func (r *reloading) set(lines ...string) {
	r.t.Helper()
	text := "sources: ['-']\nlog-interval: 0s\nidle-timeout: 1ms\nactive-timeout: 50ms\n" + strings.Join(lines, "\n") + "\n"
	require.NoError(r.t, os.WriteFile(r.settings, []byte(strings.ReplaceAll(text, "DIR", r.dir)), 0o600))
}

// feed passes a tenth of the packets, or another part.
func (r *reloading) feed(divisor int) {
	r.t.Helper()
	n := min(len(r.pcap), 1+6_000_000/divisor)
	_, err := r.in.Write(r.pcap[:n])
	require.NoError(r.t, err)
	r.pcap = r.pcap[n:]
}

func (r *reloading) await(text string) {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return strings.Contains(r.log.String(), text) }, time.Minute, time.Millisecond, "%s: %s",
		text, r.log)
}

// reload changes the settings and waits for the message, while packets come.
func (r *reloading) reload(message string, lines ...string) {
	r.t.Helper()
	r.set(lines...)
	before := strings.Count(r.log.String(), message)
	require.NoError(r.t, r.cmd.Process.Signal(syscall.SIGHUP))
	r.feed(40)
	require.Eventually(r.t, func() bool { return strings.Count(r.log.String(), message) > before }, time.Minute, time.Millisecond,
		"%s: %s", message, r.log)
	r.feed(40)
}

func (r *reloading) end() {
	r.t.Helper()
	_, err := r.in.Write(r.pcap)
	require.NoError(r.t, err)
	require.NoError(r.t, r.in.Close())
	require.NoError(r.t, r.cmd.Wait(), r.log.String())
}

// ids returns the first cells of all files that match a pattern, sorted.
func (r *reloading) ids(pattern string) (ids []int) {
	r.t.Helper()
	names, err := filepath.Glob(filepath.Join(r.dir, pattern))
	require.NoError(r.t, err)
	for _, name := range names {
		for i, record := range records(r.t, readAll(r.t, name)) {
			if i == 0 {
				continue
			}
			id, err := strconv.Atoi(record[0])
			require.NoError(r.t, err)
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func upTo(n int) (ids []int) {
	for i := range n {
		ids = append(ids, i)
	}
	return ids
}

// Outputs, fields, timeouts, risks, statistics and the log change under load: each flow is written once to what stays, and
// once to what replaces one another.
func TestReloadOfSettings(t *testing.T) {
	for _, workers := range []string{"workers: 1", "workers: 3"} {
		const same = "output: ['DIR/same.csv', {to: 'DIR/%s', fields: [%s]}]"
		with := func(name, fields string) string { return fmt.Sprintf(same, name, fields) }
		fields := "fields: [id, src_ip, end_reason]"
		r := newReloading(t, workers, fields, with("other-a.csv", "id, dst_ip"))
		const done = "the settings were reloaded"
		for i := range 6 {
			name := []string{"other-b.csv", "other-a.csv"}[i%2]
			r.reload(done, workers, fields, with(name, "id, dst_ip, risks, nfstream6"), "statistics: true", "splt: 3")
			r.reload(done, workers, fields, with(name, "id, all"), "log-level: info", "table-size: 50")
			r.reload(done, workers, fields, with(name, "id, tls, content"), "risk-severity: high", "passwords: true")
		}
		r.end()
		ids := r.ids("same.csv")
		require.Greater(t, len(ids), 1000)
		require.Equal(t, upTo(len(ids)), ids, "%s", r.log)
		require.Equal(t, ids, r.ids("other-*.csv"), "%s", r.log)
		require.Contains(t, r.log.String(), "rows_lost=0")
		require.NoFileExists(t, filepath.Join(r.dir, "same-001.csv"), "it goes on")
	}
}

// Invalid settings change nothing, and are reported with their places.
func TestReloadOfInvalidSettings(t *testing.T) {
	r := newReloading(t, "output: DIR/a.csv", "fields: [id]")
	const kept = "the current settings remain in force: "
	for lines, want := range map[string]string{
		"output: DIR/b.csv\nnonsense: 3":              r.settings + ":6:1: unknown key nonsense",
		"output: DIR/b.csv\nfields: [nonsense]":       r.settings + ":6:1: fields names",
		"output:\n- DIR/b.csv\n- to: DIR/no/c.csv":    "no such file or directory",
		"output: DIR/b.csv\nrules: [/nowhere]":        r.settings + ":6:1: rules names",
		"output: DIR/b.csv\nmetrics: unix:/nowhere/s": r.settings + ":6:1: metrics: ",
		"output: [":                                          "is not closed",
		"output: DIR/b.csv\nrisk-severity: odd":              r.settings + ":6:16: risk-severity is",
		"output: DIR/b.csv\nfields: [id, tls]\nsplt: 999":    r.settings + ":7:1: splt is 999",
		"output: DIR/b.csv\nmetrics-file: DIR/nfstream.yaml": "metrics-file is",
	} {
		r.reload(kept, lines)
		r.await(want)
	}
	r.reload("workers has changed, which needs a restart", "output: DIR/a.csv", "fields: [id]", "workers: 7", "ignore-vlan: true")
	r.await("ignore-vlan has changed, which needs a restart")
	r.end()
	require.NotContains(t, r.log.String(), "b.csv ")
	ids := r.ids("a*.csv")
	require.Equal(t, upTo(len(ids)), ids)
	require.Empty(t, r.ids("b*.csv"))
}

// A hangup without changes starts new files; after one with changes a file that was moved away is started anew.
func TestReloadAndRotation(t *testing.T) {
	r := newReloading(t, "output: [DIR/a.csv, DIR/b.csv]", "fields: [id]")
	r.feed(5)
	r.reload("the next flow starts a new file", "output: [DIR/a.csv, DIR/b.csv]", "fields: [id]", "# a comment")
	r.feed(5)
	require.NoError(t, os.Rename(filepath.Join(r.dir, "b.csv"), filepath.Join(r.dir, "b-moved.csv")))
	r.reload("the settings were reloaded", "output: [DIR/a.csv, DIR/b.csv]", "fields: [id]", "table-size: 100")
	r.end()
	for _, name := range []string{"a*.csv", "b*.csv"} {
		ids := r.ids(name)
		require.Equal(t, upTo(len(ids)), ids)
	}
	require.NotEmpty(t, r.ids("a-001.csv"))
}
