package kafka

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

var _ output.SinkCloser = (*Sink)(nil)

// warnings are what a sink warns of.
type warnings struct {
	mu  sync.Mutex
	all []string
}

func (w *warnings) add(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, err.Error())
}

func (w *warnings) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.all, "\n")
}

// fake returns the address of a broker in this process, and of its client. Its topic is flows, of four partitions.
func fake(t testing.TB, opts ...kfake.Opt) (*kfake.Cluster, *kgo.Client, string) {
	t.Helper()
	cluster, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1), kfake.SeedTopics(4, "flows")}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(cluster.Close)
	address := cluster.ListenAddrs()[0]
	client, err := kgo.NewClient(kgo.SeedBrokers(address), kgo.ConsumeTopics("flows"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return cluster, client, address
}

// rowsOf returns the rows of about n flows.
func rowsOf(t testing.TB, n int, w *warnings) (Rows, []*nfstream.Flow) {
	t.Helper()
	columns, flows := rowstest.Flows(t, 8*n, nfstream.Config{Fields: []string{"default"}})
	return Rows{Columns: columns, Program: "nfstream-full 1.2.3", Warn: w.add}, flows
}

func open(t testing.TB, address, options string, rows Rows) *Sink {
	t.Helper()
	s, err := Open("kafka://"+address+"/flows?"+options, rows)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func write(t testing.TB, s *Sink, flows []*nfstream.Flow) {
	t.Helper()
	for _, f := range flows {
		require.NoError(t, s.Write(f))
	}
	require.NoError(t, s.Flush())
}

func ids(t testing.TB, records []*kgo.Record) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for _, r := range records {
		seen[idOf(t, r)]++
	}
	return seen
}

func TestRecords(t *testing.T) {
	_, client, address := fake(t)
	var w warnings
	rows, flows := rowsOf(t, 300, &w)
	s := open(t, address, "", rows)
	write(t, s, flows)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "again")
	require.Equal(t, Stats{Delivered: uint64(len(flows))}, s.Stats())
	require.Zero(t, s.Lost())
	require.Empty(t, w.text())

	records := consume(t, client, len(flows), func(r *kgo.Record) string { return idOf(t, r) })
	require.Len(t, records, len(flows))
	byID := map[string]*nfstream.Flow{}
	for _, f := range flows {
		byID[fmt.Sprintf("%s %d", s.Run(), f.ID())] = f
	}
	partitions := map[string]int32{}
	for _, r := range records {
		f := byID[idOf(t, r)]
		key := Key(f.Src().Addr(), f.Dst().Addr())
		require.Equal(t, key[:], r.Key)
		if p, ok := partitions[string(r.Key)]; ok {
			require.Equal(t, p, r.Partition)
		}
		partitions[string(r.Key)] = r.Partition
		require.Equal(t, "application/json", headerOf(r, HeaderContentType))
		require.Equal(t, "nfstream-full 1.2.3", headerOf(r, HeaderProgram))
		require.Equal(t, SchemaVersion, headerOf(r, HeaderSchema))
		require.WithinDuration(t, time.Now(), r.Timestamp, time.Minute)
	}
}

func TestRunsDiffer(t *testing.T) {
	now := time.Now()
	a, b := newRun(now), newRun(now.Add(time.Millisecond))
	require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, a)
	require.Less(t, a, b)
	require.NotEqual(t, a, newRun(now))
}

func TestRefusedAtStart(t *testing.T) {
	_, _, address := fake(t)
	var w warnings
	rows, _ := rowsOf(t, 1, &w)
	refused := func(url string, want ...string) {
		t.Helper()
		s, err := Open(url, rows)
		if err == nil {
			_ = s.Close()
		}
		for _, text := range want {
			require.ErrorContains(t, err, text)
		}
	}
	refused("kafka://"+address+"/missing", "topic missing", "create-topic=yes")
	refused("kafka://"+address+"/flows?batch-size=10M", "want batch-size=1048588")
	refused("kafka+tls://"+address+"/flows?connect-timeout=500ms", "no broker answers")
	refused("kafka://"+address+"/flows?sasl=plain", envPassword)
	refused("kafka://"+address+"/flows?sasl=plain&sasl-file=missing", "missing")
	refused("kafka://"+freeAddress(t)+"/flows?connect-timeout=300ms", "no broker answers", "refused")
	refused("kafka+tls://"+address+"/flows?tls-ca=options.go", "no certificate")
	rows.Format = "avro"
	refused("kafka://"+address+"/flows", `"avro" is no format`)
}

func TestCreateTopic(t *testing.T) {
	_, _, address := fake(t, kfake.AllowAutoTopicCreation())
	var w warnings
	rows, flows := rowsOf(t, 10, &w)
	s, err := Open("kafka://"+address+"/new?create-topic=yes", rows)
	require.NoError(t, err)
	write(t, s, flows)
	require.NoError(t, s.Close())
	require.Equal(t, uint64(len(flows)), s.Stats().Delivered)
}

func TestTooLarge(t *testing.T) {
	_, client, address := fake(t)
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"id", "plugins"}})
	own.SetTexts(flows[3], strings.Repeat("x", 2<<20), "")
	var w warnings
	s := open(t, address, "", Rows{Columns: columns, Warn: w.add})
	write(t, s, flows)
	require.NoError(t, s.Close())
	require.Equal(t, Stats{Delivered: uint64(len(flows)) - 1, Rejected: 1}, s.Stats())
	require.Equal(t, uint64(1), s.Lost())
	require.Contains(t, w.text(), "is lost")
	require.Len(t, consume(t, client, len(flows)-1, func(r *kgo.Record) string { return idOf(t, r) }), len(flows)-1)
}

// TestDrop checks that a sink of live rows does not wait for brokers, keeps to its memory, and counts.
func TestDrop(t *testing.T) {
	var w warnings
	rows, flows := rowsOf(t, 2000, &w)
	rows.Live = true
	address := freeAddress(t)
	s := open(t, address, "connect-timeout=100ms&buffer=1M&close-timeout=300ms&batch-size=100K", rows)
	for range 3 {
		write(t, s, flows)
	}
	require.LessOrEqual(t, s.gate.used, int64(1<<20))
	before := s.Stats()
	require.Positive(t, before.Dropped)
	require.ErrorContains(t, s.Close(), "rows had not arrived")
	n := s.Stats()
	require.Equal(t, uint64(3*len(flows)), n.Dropped+n.Unsent)
	require.Equal(t, n.Dropped+n.Unsent, s.Lost())
	require.Contains(t, w.text(), "no broker answers")
	require.Contains(t, w.text(), "rows were dropped")
}

// TestBlock checks that a sink of captures waits for brokers, and loses nothing.
func TestBlock(t *testing.T) {
	cluster, client, address := fake(t)
	var held sync.Mutex
	held.Lock()
	cluster.ControlKey(0, func(kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		cluster.SleepControl(func() { held.Lock(); held.Unlock() }) //nolint:staticcheck // waits until it is free
		return nil, nil, false
	})
	var w warnings
	rows, flows := rowsOf(t, 2000, &w)
	s := open(t, address, "buffer=1M&batch-size=100K", rows)
	written := make(chan struct{})
	go func() {
		defer close(written)
		write(t, s, flows)
	}()
	select {
	case <-written:
		t.Fatal("Write did not wait")
	case <-time.After(500 * time.Millisecond):
	}
	require.Less(t, s.Stats().Delivered, uint64(len(flows)))
	held.Unlock()
	<-written
	require.NoError(t, s.Close())
	require.Equal(t, Stats{Delivered: uint64(len(flows))}, s.Stats())
	records := consume(t, client, len(flows), func(r *kgo.Record) string { return idOf(t, r) })
	require.Len(t, ids(t, records), len(flows))
}

// crash ends a sink as the end of its process would.
func crash(s *Sink) {
	s.queue.mu.Lock()
	s.queue.write()
	s.queue.stop()
	s.queue.mu.Unlock()
	s.gate.close()
	s.client.Close()
	s.sender.Wait()
	_ = s.queue.lock.Close()
}

func segmentsIn(t testing.TB, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*"+segmentEnd))
	require.NoError(t, err)
	return paths
}

// TestSpool takes rows without a broker, crashes, damages the end of what was written, and sends all of it later.
func TestSpool(t *testing.T) {
	var w warnings
	rows, flows := rowsOf(t, 2000, &w)
	folder := t.TempDir()
	options := "connect-timeout=100ms&close-timeout=300ms&spool-size=64M&spool=" + folder
	away := freeAddress(t)
	first := open(t, away, options, rows)
	_, err := Open("kafka://"+away+"/flows?"+options, rows)
	require.ErrorContains(t, err, "another process uses it")
	write(t, first, flows)
	crash(first)
	paths := segmentsIn(t, folder)
	require.NotEmpty(t, paths)
	info, err := os.Stat(paths[0])
	require.NoError(t, err)
	require.NoError(t, os.Truncate(paths[0], info.Size()-1)) // the last row of it is torn
	cut := 1

	second := open(t, away, options, rows)
	write(t, second, flows)
	require.NoError(t, second.Close(), "rows are in the spool")
	require.Equal(t, uint64(len(flows)), second.Stats().Left)
	require.Contains(t, w.text(), "left in "+folder)

	_, client, address := fake(t)
	third := open(t, address, "spool="+folder, rows)
	require.NoError(t, third.Close())
	n := third.Stats()
	require.Equal(t, uint64(1), n.Torn)
	require.Equal(t, uint64(2*len(flows)-cut), n.Replayed)
	require.Empty(t, segmentsIn(t, folder))
	records := consume(t, client, 2*len(flows)-cut, func(r *kgo.Record) string { return idOf(t, r) })
	require.Len(t, records, 2*len(flows)-cut, "no duplicates, as nothing had been sent")
	runs := map[string]int{}
	for _, r := range records {
		runs[headerOf(r, HeaderRun)]++
	}
	require.Equal(t, map[string]int{first.Run(): len(flows) - cut, second.Run(): len(flows)}, runs)
}

// TestSpoolIsBounded checks that a full spool drops live rows, and that rows of captures wait.
func TestSpoolIsBounded(t *testing.T) {
	var w warnings
	rows, flows := rowsOf(t, 4000, &w)
	rows.Live = true
	folder := t.TempDir()
	s := open(t, freeAddress(t), "connect-timeout=100ms&close-timeout=100ms&spool-size=1M&spool="+folder, rows)
	write(t, s, flows)
	n := s.Stats()
	require.Positive(t, n.Dropped)
	require.Equal(t, uint64(len(flows)), n.Dropped+n.Spooled)
	require.NoError(t, s.Close())
	var size int64
	for _, path := range segmentsIn(t, folder) {
		info, err := os.Stat(path)
		require.NoError(t, err)
		size += info.Size()
	}
	require.LessOrEqual(t, size, int64(1<<20))
	require.Greater(t, size, int64(900<<10))
	require.Equal(t, n.Spooled, s.Stats().Left)

	rows.Live = false
	_, client, address := fake(t)
	s = open(t, address, "spool-size=1M&spool="+folder, rows)
	write(t, s, flows) // more than fits at once
	require.NoError(t, s.Close())
	require.Equal(t, n.Spooled, s.Stats().Replayed)
	require.Zero(t, s.Lost())
	require.Empty(t, segmentsIn(t, folder))
	all := len(flows) + int(n.Spooled)
	records := consume(t, client, all, func(r *kgo.Record) string { return idOf(t, r) })
	require.Len(t, records, all)
}
