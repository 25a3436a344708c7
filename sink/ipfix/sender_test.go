package ipfix

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// some returns flows of a capture, and the columns of the default rows.
func some(t testing.TB, path string) (flows []*flow.Flow, columns []*column.Column) {
	t.Helper()
	s, err := nfstream.Open(path, nfstream.Config{Workers: 1})
	require.NoError(t, err)
	defer s.Close()
	for f, err := range s.Flows(context.Background()) {
		require.NoError(t, err)
		flows = append(flows, f.Clone())
	}
	return flows, s.Columns()
}

// warnings keeps what is reported.
type warnings struct {
	mu  sync.Mutex
	all []error
}

func (w *warnings) warn(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, err)
}

func (w *warnings) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.all)
}

// A live export never waits: what a collector that takes nothing leaves in the queue is dropped and counted, and the collector
// can see by the sequence numbers that it is missing.
func TestLiveNeverWaits(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	r, stuck := newRecorder(), make(chan struct{})
	r.err = func() error { <-stuck; return nil }
	e, err := Open("ipfix://h?queue=65536", columns, Options{Live: true, Dial: r.dial})
	require.NoError(t, err)
	begin, written := time.Now(), 0
	for e.Lost() == 0 {
		for _, f := range flows {
			require.NoError(t, e.Write(f))
			written++
		}
	}
	for range 10 {
		for _, f := range flows {
			require.NoError(t, e.Write(f))
			written++
		}
	}
	require.Less(t, time.Since(begin), 5*time.Second)
	close(stuck)
	require.NoError(t, e.Close())
	d, sent := &decoder{}, 0
	for _, m := range r.messages {
		all, err := d.message(m)
		require.NoError(t, err)
		for _, x := range all {
			if x.scope == 0 {
				sent++
			}
		}
	}
	require.EqualValues(t, written, sent+int(e.Lost()))
}

// A collector that refuses datagrams ends nothing. Templates come again soon after it has returned.
func TestRefused(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	r := newRecorder()
	var refused, writes atomic.Int32
	r.err = func() error {
		if writes.Add(1)%2 == 0 && refused.Load() == 1 {
			return syscall.ECONNREFUSED
		}
		return nil
	}
	var w warnings
	e, err := Open("ipfix://h", columns, Options{Live: true, Dial: r.dial, Warn: w.warn})
	require.NoError(t, err)
	refused.Store(1)
	for _, f := range flows {
		require.NoError(t, e.Write(f))
	}
	require.NoError(t, e.Flush())
	require.Eventually(t, func() bool { return e.Lost() > 0 }, 5*time.Second, time.Millisecond)
	require.NoError(t, e.Close())
	require.Equal(t, 1, w.count(), "one warning in a minute")
	require.ErrorContains(t, w.all[0], "ipfix: h:4739: ")
}

// listener is a collector of TCP whose sessions a test reads.
func listener(t *testing.T) (l net.Listener, url string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return l, "ipfix+tcp://" + l.Addr().String()
}

// session decodes everything of a connection.
func session(t *testing.T, c io.Reader) (n int, err error) {
	d := &decoder{strict: true}
	for {
		head := make([]byte, 16)
		if _, err := io.ReadFull(c, head); err != nil {
			return n, err
		}
		m := make([]byte, int(head[2])<<8|int(head[3]))
		copy(m, head)
		if _, err := io.ReadFull(c, m[16:]); err != nil {
			return n, err
		}
		all, err := d.message(m)
		require.NoError(t, err)
		for _, r := range all {
			if r.scope == 0 {
				n++
			}
		}
	}
}

// Over TCP a capture loses nothing, though the collector is slow, and its Close waits.
func TestTCP(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	l, url := listener(t)
	got := make(chan int)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
		n, _ := session(t, c)
		got <- n
	}()
	e, err := Open(url+"?queue=65536", columns, Options{})
	require.NoError(t, err)
	for range 200 {
		for _, f := range flows {
			require.NoError(t, e.Write(f))
		}
	}
	require.NoError(t, e.Close())
	require.NoError(t, e.Close())
	require.Zero(t, e.Lost())
	require.Equal(t, 200*len(flows), <-got)
}

// After a broken connection there is another, with templates and sequence numbers of its own.
func TestReconnect(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	l, url := listener(t)
	var w warnings
	e, err := Open(url, columns, Options{Live: true, Warn: w.warn})
	require.NoError(t, err)
	first, err := l.Accept()
	require.NoError(t, err)
	write := func() {
		for _, f := range flows {
			require.NoError(t, e.Write(f))
		}
		require.NoError(t, e.Flush())
	}
	write()
	require.NoError(t, first.SetReadDeadline(time.Now().Add(time.Second)))
	n, _ := session(t, first)
	require.Equal(t, len(flows), n)
	first.Close()
	require.Eventually(t, func() bool {
		select {
		case <-e.sender.gone: // the sender is idle now
			return true
		default:
			return false
		}
	}, 5*time.Second, time.Millisecond)
	write()
	second, err := l.Accept()
	require.NoError(t, err)
	require.NoError(t, e.Close())
	n, err = session(t, second)
	require.ErrorIs(t, err, io.EOF)
	require.Equal(t, len(flows), n)
	require.Equal(t, 1, w.count())
	require.Zero(t, e.Lost())
}

// A capture without a collector is an error at once; a live export waits for it, and Close for a bounded time.
func TestNoCollector(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	l, url := listener(t)
	l.Close()
	_, err := Open(url, columns, Options{})
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	var w warnings
	e, err := Open(url+"?timeout=1", columns, Options{Live: true, Warn: w.warn})
	require.NoError(t, err)
	for _, f := range flows {
		require.NoError(t, e.Write(f))
	}
	begin := time.Now()
	require.NoError(t, e.Close())
	require.Less(t, time.Since(begin), 5*time.Second)
	require.EqualValues(t, len(flows), e.Lost())
	require.Equal(t, 1, w.count())
}

// A capture whose collector goes away for longer than the timeout ends with an error, and what was not sent is counted.
func TestCollectorGone(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	r := newRecorder()
	r.err = func() error { return errors.New("gone") }
	e, err := Open("ipfix+tcp://h?timeout=1&queue=65536", columns, Options{Dial: r.dial})
	require.NoError(t, err)
	written := 0
	for err == nil {
		for _, f := range flows {
			written++
			if err = e.Write(f); err != nil {
				break
			}
		}
	}
	require.ErrorContains(t, err, "gone")
	require.ErrorContains(t, e.Close(), "gone")
	require.EqualValues(t, written-1, e.Lost(), "the last flow is in no message")
}

// The rate bounds records a second.
func TestRate(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	r := newRecorder()
	e, err := Open("ipfix://h?rate=450", columns, Options{Dial: r.dial})
	require.NoError(t, err)
	begin := time.Now()
	for range 2 {
		for _, f := range flows[:90] {
			require.NoError(t, e.Write(f))
		}
	}
	require.NoError(t, e.Close())
	require.Zero(t, e.Lost())
	require.Greater(t, time.Since(begin), 300*time.Millisecond)
}

// Writing allocates nothing for a flow, once its application is known and messages are there to be used again.
func TestRowsDoNotAllocate(t *testing.T) {
	flows, columns := some(t, "../../testdata/dns.pcap")
	for url, o := range map[string]Options{"ipfix://h?rate=0": {}, "ipfix://h?rate=0&biflow=no": {}, "ipfix+tcp://h": {},
		"ipfix://h?rate=0&time=ns": {V9: true}} {
		o.Dial = func(context.Context, string, string) (net.Conn, error) { return &discard{recorder: newRecorder()}, nil }
		e, err := Open(url, columns, o)
		require.NoError(t, err)
		write := func() {
			for _, f := range flows {
				if err := e.Write(f); err != nil {
					panic(err)
				}
			}
		}
		for range 300 {
			write()
		}
		// What is left are messages while the sender is behind, as under the race detector, and templates each thousand messages.
		require.Less(t, testing.AllocsPerRun(50, write)/float64(len(flows)), 0.5, url)
		require.NoError(t, e.Close())
	}
}

// discard is a connection that takes everything.
type discard struct{ *recorder }

func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

func BenchmarkWrite(b *testing.B) {
	for name, url := range map[string]string{"UDP": "ipfix://h?rate=0", "TCP": "ipfix+tcp://h"} {
		b.Run(name, func(b *testing.B) {
			flows, columns := some(b, "../../testdata/tls.pcap")
			e, err := Open(url, columns, Options{Dial: func(context.Context, string, string) (net.Conn, error) {
				return &discard{recorder: newRecorder()}, nil
			}})
			require.NoError(b, err)
			b.ReportAllocs()
			for i := range b.N {
				if err := e.Write(flows[i%len(flows)]); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			require.NoError(b, e.Close())
		})
	}
}

// The decoder of the tests takes any bytes, and what it accepts is whole.
func FuzzDecode(f *testing.F) {
	_, _, messages := export(f, "../../testdata/dns.pcap", "ipfix://h?rate=0", Options{}, nfstream.Config{})
	var session []byte
	for _, m := range messages[:min(4, len(messages))] {
		session = append(session, m...)
		f.Add(bytes.Clone(session))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d := &decoder{}
		for len(b) >= 16 {
			n := int(b[2])<<8 | int(b[3])
			if n > len(b) || n < 16 {
				return
			}
			all, err := d.message(b[:n])
			for i := range all {
				if err == nil && len(all[i].values) != len(all[i].fields) {
					t.Fatal("a record has not all its values")
				}
			}
			b = b[n:]
		}
	})
}

// Texts of any bytes come back, cut at whole characters where they are too long or of fixed length.
func FuzzTexts(f *testing.F) {
	f.Add([]byte("plain"), uint16(3))
	f.Add(bytes.Repeat([]byte("é"), 40_000), uint16(41))
	f.Fuzz(func(t *testing.T, text []byte, n uint16) {
		v := lengthOf(append([]byte{0}, text...), 1)
		one := decodedTemplate{fields: []spec{{0, 96, 65535}}}
		r, rest, err := record1(256, &one, v)
		if err != nil || len(rest) > 0 || !bytes.HasPrefix(text, r.values[0]) {
			t.Fatalf("%q: %v", text, err)
		}
		if len(text) <= maxText && len(r.values[0]) != len(text) {
			t.Fatal("cut")
		}
		if n %= 100; n > 0 {
			if v := pad(bytes.Clone(text), 0, int(n)); len(v) != int(n) {
				t.Fatalf("%d bytes: want %d", len(v), n)
			}
		}
	})
}
