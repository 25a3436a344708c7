package kafka

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	jsonsink "github.com/nfstream/nfstream-go/sink/json"
)

// idOf returns the run and the id of a record with a JSON value that begins with the id.
func idOf(t testing.TB, r *kgo.Record) string {
	t.Helper()
	id, ok := bytes.CutPrefix(r.Value, []byte(`{"id":`))
	end := bytes.IndexAny(id, ",}")
	require.True(t, ok && end > 0, "%s", r.Value)
	return headerOf(r, HeaderRun) + " " + string(id[:end])
}

func headerOf(r *kgo.Record, key string) string {
	for _, h := range r.Headers {
		if h.Key == key {
			return string(h.Value)
		}
	}
	return ""
}

func (b *broker) consumer(topic string) *kgo.Client {
	b.t.Helper()
	client := b.client(kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	b.t.Cleanup(client.Close)
	return client
}

// logged is a Warn that goes to the log of a test.
func logged(t testing.TB) func(error) { return func(err error) { t.Log("warning:", err) } }

// TestBroker produces the flows of all captures of testdata to a real broker, in both formats, and reads them with
// franz-go and with Kafka's own consumer.
func TestBroker(t *testing.T) {
	t.Parallel()
	b := newBroker(t, brokerOptions{})
	columns, flows := flowsOf(t, "*.pcap", nfstream.Config{Fields: []string{"id", "all"}, Statistics: true, SPLT: 3})
	for _, format := range []string{JSON, Protobuf} {
		b.create(format, 6)
		s, err := Open("kafka://"+b.plain+"/"+format, Rows{Columns: columns, Format: format, Warn: logged(t)})
		require.NoError(t, err)
		write(t, s, flows)
		require.NoError(t, s.Close())
		require.Equal(t, Stats{Delivered: uint64(len(flows))}, s.Stats())
	}

	t.Run("json", func(t *testing.T) {
		records := consume(t, b.consumer(JSON), len(flows), func(r *kgo.Record) string { return idOf(t, r) })
		require.Len(t, records, len(flows))
		var lines bytes.Buffer
		w := jsonsink.NewWriter(&lines, columns)
		for _, f := range flows {
			require.NoError(t, w.Write(f))
		}
		require.NoError(t, w.Flush())
		wanted := strings.Split(strings.TrimSuffix(lines.String(), "\n"), "\n")
		var have []string
		for _, r := range records {
			have = append(have, string(r.Value))
		}
		require.ElementsMatch(t, wanted, have)
		requireTogether(t, records)

		text := runJava(t, nil, "org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", b.plain, "--topic", JSON,
			"--from-beginning", "--max-messages", strconv.Itoa(len(flows)), "--timeout-ms", "30000")
		require.ElementsMatch(t, wanted, strings.Split(strings.TrimSuffix(text, "\n"), "\n"), "Kafka's own consumer")
	})

	t.Run("protobuf", func(t *testing.T) {
		of := flowType(t)
		id := of.Fields().ByName("id")
		records := consume(t, b.consumer(Protobuf), len(flows), func(r *kgo.Record) string {
			return fmt.Sprint(decoded(t, of, r.Value).Get(id).Int())
		})
		require.Len(t, records, len(flows))
		rows := map[string][]string{}
		for _, cells := range cellsOf(t, columns, flows) {
			rows[cells[0]] = cells
		}
		for _, r := range records {
			m := decoded(t, of, r.Value)
			cells := rows[fmt.Sprint(m.Get(id).Int())]
			require.Len(t, cells, len(columns))
			for i, c := range columns {
				requireAlike(t, c, cells[i], m)
			}
		}
		text := runJava(t, nil, "org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", b.plain, "--topic", Protobuf,
			"--from-beginning", "--max-messages", strconv.Itoa(len(flows)), "--timeout-ms", "30000", "--property", "print.value=false",
			"--property", "print.headers=true")
		require.Equal(t, len(flows), strings.Count(text, "application/x-protobuf"), "Kafka's own consumer")
	})
}

// requireTogether checks that all flows of two hosts are in one partition, and that several partitions have some.
func requireTogether(t testing.TB, records []*kgo.Record) {
	t.Helper()
	partitions, used, both := map[string]int32{}, map[int32]int{}, map[string]map[string]bool{}
	for _, r := range records {
		var row struct {
			Src string `json:"src_ip"`
			Dst string `json:"dst_ip"`
		}
		require.NoError(t, json.Unmarshal(r.Value, &row))
		pair := row.Src + " " + row.Dst
		if row.Dst < row.Src {
			pair = row.Dst + " " + row.Src
		}
		if p, ok := partitions[pair]; ok {
			require.Equal(t, p, r.Partition, pair)
		}
		partitions[pair] = r.Partition
		used[r.Partition]++
		if both[pair] == nil {
			both[pair] = map[string]bool{}
		}
		both[pair][row.Src] = true
	}
	turned := 0
	for _, sources := range both {
		if len(sources) == 2 {
			turned++
		}
	}
	require.Greater(t, len(used), 1)
	require.Positive(t, turned)
	t.Logf("%d records, %d pairs of hosts, %d of them with flows from both sides; records by partition %v", len(records), len(partitions), turned, used)
}

// datagrams is a source of n flows of one datagram each, a millisecond apart, among 64 hosts in both directions.
type datagrams struct {
	n, next int
	pause   func(i int) // before datagram i
}

func (d *datagrams) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	for range 64 {
		if d.next == d.n {
			return io.EOF
		}
		if d.pause != nil {
			d.pause(d.next)
		}
		data := make([]byte, 32)
		data[0], data[8], data[9], data[3] = 0x45, 64, 17, 32
		one, two := byte(d.next%8), byte(8+d.next/8%8)
		if d.next/64%2 == 1 {
			one, two = two, one
		}
		copy(data[12:], []byte{10, 0, 0, one, 10, 0, 0, two})
		binary.BigEndian.PutUint16(data[20:], uint16(d.next))
		binary.BigEndian.PutUint16(data[22:], uint16(d.next>>16)+40000)
		data[25] = 12
		b.Append(capture.Frame{Data: data, Time: int64(1.7e18) + int64(d.next)*1e6, Length: 32, Link: packet.LinkIPv4})
		d.next++
	}
	return ctx.Err()
}

func (d *datagrams) Stats() capture.Stats { return capture.Stats{} }
func (d *datagrams) Close() error         { return nil }

// stream returns a meter of n flows.
func stream(t testing.TB, n int, pause func(int)) *nfstream.Streamer {
	t.Helper()
	s, err := nfstream.New(&datagrams{n: n, pause: pause}, nfstream.Config{Workers: 1, IdleTimeout: 10 * time.Second})
	require.NoError(t, err)
	return s
}

// flowsOfTest is the number of flows through a broker that is killed: NFSTREAM_KAFKA_FLOWS, or few.
func flowsOfTest(t testing.TB) int {
	t.Helper()
	text := os.Getenv("NFSTREAM_KAFKA_FLOWS")
	if text == "" {
		return 50_000
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// TestBrokerIsKilled kills the broker with kill -9 while flows are produced, and starts it again. Every flow arrives.
func TestBrokerIsKilled(t *testing.T) {
	t.Parallel()
	b := newBroker(t, brokerOptions{})
	n := flowsOfTest(t)
	for _, c := range []struct{ format, options string }{
		{JSON, "buffer=8M"},
		{Protobuf, "spool=" + t.TempDir()},
	} {
		t.Run(c.format, func(t *testing.T) {
			b.create(c.format, 4)
			s := stream(t, n, func(i int) {
				if i == n/2 {
					b.kill()
					go func() { // while flows come
						time.Sleep(time.Second)
						b.start()
					}()
				}
			})
			sink, err := Open("kafka://"+b.plain+"/"+c.format+"?close-timeout=5m&"+c.options, Rows{Columns: s.Columns(), Format: c.format, Warn: logged(t)})
			require.NoError(t, err)
			began := time.Now()
			require.NoError(t, s.Run(t.Context(), sink)) // with JSON, it waits while the broker is away
			require.NoError(t, sink.Close())
			took := time.Since(began)
			stats := sink.Stats()
			require.Equal(t, uint64(n), stats.Delivered)
			require.Zero(t, sink.Lost())

			of := flowType(t)
			id := of.Fields().ByName("id")
			name := func(r *kgo.Record) string {
				if c.format == JSON {
					return idOf(t, r)
				}
				return fmt.Sprint(headerOf(r, HeaderRun), decoded(t, of, r.Value).Get(id).Int())
			}
			count, seen := 0, map[string]bool{}
			count = consumeAll(t, b.consumer(c.format), n, seen, name)
			require.Len(t, seen, n)
			t.Logf("%d flows in %v, %.0f a second, with a broker killed and started again; %d duplicates", n,
				took.Round(time.Millisecond), float64(n)/took.Seconds(), count-n)
		})
	}
}

// consumeAll is consume that keeps no records: it returns how many there are.
func consumeAll(t testing.TB, client *kgo.Client, n int, seen map[string]bool, name func(*kgo.Record) string) (count int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	take := func(r *kgo.Record) {
		count++
		seen[name(r)] = true
	}
	for len(seen) < n {
		client.PollFetches(ctx).EachRecord(take)
		require.NoError(t, ctx.Err(), "%d of %d", len(seen), n)
	}
	for more := true; more; {
		rest, cancel := context.WithTimeout(t.Context(), time.Second)
		before := count
		client.PollFetches(rest).EachRecord(take)
		more = count > before
		cancel()
	}
	return count
}

// TestBrokerIsAway runs while the broker is away, and starts it then.
func TestBrokerIsAway(t *testing.T) {
	t.Parallel()
	b := newBroker(t, brokerOptions{})
	for _, topic := range []string{drop, spool} {
		b.create(topic, 3)
	}
	b.kill()
	const n = 20_000
	produce := func(url string, before func(*Sink)) *Sink {
		s := stream(t, n, nil)
		sink, err := Open("kafka://"+b.plain+"/"+url, Rows{Columns: s.Columns(), Warn: logged(t)})
		require.NoError(t, err)
		require.NoError(t, s.Run(t.Context(), sink))
		before(sink)
		require.NoError(t, sink.Close())
		return sink
	}
	nothing := func(*Sink) {}
	spoolURL := spool + "?connect-timeout=100ms&spool=" + t.TempDir() + "&close-timeout="
	for range 2 {
		sink := produce(spoolURL+"200ms", nothing)
		require.Equal(t, uint64(n), sink.Stats().Left)
		require.Zero(t, sink.Lost())
	}
	var lost uint64
	dropped := produce(drop+"?when-full=drop&buffer=1M&batch-size=200K&connect-timeout=100ms&close-timeout=1m", func(s *Sink) {
		lost = s.Lost()
		b.start()
	}).Stats()
	require.Positive(t, lost)
	require.Equal(t, Stats{Delivered: n - lost, Dropped: lost}, dropped)
	spooled := produce(spoolURL+"1m", nothing).Stats()
	require.Equal(t, Stats{Delivered: 3 * n, Spooled: n, Replayed: 2 * n}, spooled)

	for topic, want := range map[string]int{drop: n - int(lost), spool: 3 * n} {
		seen := map[string]bool{}
		require.Equal(t, want, consumeAll(t, b.consumer(topic), want, seen, func(r *kgo.Record) string { return idOf(t, r) }))
		require.Len(t, seen, want)
	}
}

// spooling, in the environment, is a URL: the test is then a process that produces flows to it until it is killed.
const spooling = "NFSTREAM_KAFKA_TEST_URL"

func TestMain(m *testing.M) {
	if url := os.Getenv(spooling); url != "" {
		produceUntilKilled(url)
	}
	os.Exit(m.Run())
}

// produceUntilKilled writes a line for each row that Write has taken a second ago, by when it is on the disk.
func produceUntilKilled(url string) {
	pause := func(i int) {
		if i%64 == 0 {
			time.Sleep(5 * time.Millisecond)
		}
	}
	s, err := nfstream.New(&datagrams{n: 1 << 30, pause: pause}, nfstream.Config{Workers: 1, IdleTimeout: 10 * time.Millisecond})
	if err != nil {
		panic(err)
	}
	sink, err := Open(url, Rows{Columns: s.Columns()})
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			n := sink.Stats().Spooled
			time.Sleep(time.Second + 100*time.Millisecond)
			fmt.Println(sink.Run(), n)
		}
	}()
	panic(s.Run(context.Background(), sink))
}

// TestProgramIsKilled kills a program with kill -9 while it produces, several times, with a broker and without. What it
// had spooled arrives when it runs again.
func TestProgramIsKilled(t *testing.T) {
	t.Parallel()
	b := newBroker(t, brokerOptions{})
	b.create("flows", 4)
	folder := t.TempDir()
	url := "kafka://" + b.plain + "/flows?connect-timeout=1s&spool-size=2GB&spool=" + folder
	program, err := filepath.Abs(os.Args[0])
	require.NoError(t, err)
	spooled := map[string]int{} // rows of a run that were on the disk
	for i := range 3 {
		if i == 1 {
			b.kill()
		}
		cmd := exec.Command(program)
		var out bytes.Buffer
		cmd.Env, cmd.Stdout = append(os.Environ(), spooling+"="+url), &out
		require.NoError(t, cmd.Start())
		time.Sleep(2500*time.Millisecond + rand.N(200*time.Millisecond))
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		if i == 1 {
			b.start()
		}
		for line := range strings.Lines(out.String()) {
			var run string
			var n int
			if _, err := fmt.Sscan(line, &run, &n); err == nil {
				spooled[run] = n
			}
		}
	}
	require.Len(t, spooled, 3)
	s := stream(t, 1000, nil)
	sink, err := Open(url+"&close-timeout=3m", Rows{Columns: s.Columns(), Warn: logged(t)})
	require.NoError(t, err)
	require.NoError(t, s.Run(t.Context(), sink))
	require.NoError(t, sink.Close())
	require.Empty(t, segmentsIn(t, folder))
	least := 1000
	for _, n := range spooled {
		least += n
	}
	seen := map[string]bool{}
	count := consumeAll(t, b.consumer("flows"), least, seen, func(r *kgo.Record) string { return idOf(t, r) })
	for run, n := range spooled {
		for id := range n {
			require.True(t, seen[run+" "+strconv.Itoa(id)], "%s %d", run, id)
		}
	}
	t.Logf("%d rows were on the disk, %d arrived, %d duplicates; %+v", least, len(seen), count-len(seen), sink.Stats())
}
