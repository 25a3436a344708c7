package ipfix

import (
	"context"
	"encoding/binary"
	"io"
	"math"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
)

// recorder is a connection that keeps what is written.
type recorder struct {
	net.Conn
	mu       sync.Mutex
	messages [][]byte
	err      func() error // of the next write
	closed   chan struct{}
	once     sync.Once
}

func newRecorder() *recorder { return &recorder{closed: make(chan struct{})} }

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		if err := r.err(); err != nil {
			return 0, err
		}
	}
	r.messages = append(r.messages, append([]byte(nil), b...))
	return len(b), nil
}

func (r *recorder) Read([]byte) (int, error) {
	<-r.closed
	return 0, io.EOF
}

func (r *recorder) Close() error {
	r.once.Do(func() { close(r.closed) })
	return nil
}

func (r *recorder) SetDeadline(time.Time) error      { return nil }
func (r *recorder) SetWriteDeadline(time.Time) error { return nil }

func (r *recorder) dial(context.Context, string, string) (net.Conn, error) { return r, nil }

// kept is a sink that keeps flows.
type kept struct {
	*Exporter
	flows []*flow.Flow
}

func (k *kept) Write(f *flow.Flow) error {
	k.flows = append(k.flows, f.Clone())
	return k.Exporter.Write(f)
}

// export meters a capture, and returns its flows, their columns, and the messages.
func export(t testing.TB, path, url string, o Options, c nfstream.Config) ([]*flow.Flow, []*column.Column, [][]byte) {
	t.Helper()
	c.Workers = 1
	s, err := nfstream.Open(path, c)
	require.NoError(t, err)
	defer s.Close()
	r := newRecorder()
	o.Dial = r.dial
	e, err := Open(url, s.Columns(), o)
	require.NoError(t, err)
	k := &kept{Exporter: e}
	require.NoError(t, s.Run(t.Context(), k))
	require.NoError(t, e.Close())
	require.Zero(t, e.Lost())
	return k.flows, s.Columns(), r.messages
}

// decodeAll decodes the messages of a session.
func decodeAll(t testing.TB, messages [][]byte) (flows, options []decoded) {
	t.Helper()
	d := &decoder{strict: true}
	for _, m := range messages {
		all, err := d.message(m)
		require.NoError(t, err)
		for _, r := range all {
			if r.scope > 0 {
				options = append(options, r)
			} else {
				flows = append(flows, r)
			}
		}
	}
	return flows, options
}

// names returns the own elements that options describe, by number.
func names(t testing.TB, options []decoded) map[uint16]string {
	t.Helper()
	all := map[uint16]string{}
	for _, o := range options {
		if o.template == idTypes {
			name, _ := o.value(0, 341)
			require.EqualValues(t, PlaceholderEnterprise, o.uint(0, 346))
			all[uint16(o.uint(0, 303))] = string(name)
		}
	}
	return all
}

// ntp reads dateTimeNanoseconds as nanoseconds since the Unix epoch.
func ntp(b []byte) int64 {
	s, fraction := int64(binary.BigEndian.Uint32(b))-2_208_988_800, uint64(binary.BigEndian.Uint32(b[4:]))
	return s*1_000_000_000 + int64(fraction*1_000_000_000>>32)
}

var captures = func() []string {
	all, _ := filepath.Glob("../../testdata/*.pcap*")
	return slices.DeleteFunc(all, func(path string) bool { return strings.Contains(path, "-cut") }) // which end with an error
}()

// Every value of every flow of the test captures can be read back.
func TestEveryFlowComesBack(t *testing.T) {
	require.Greater(t, len(captures), 50)
	for i, path := range captures {
		if testing.Short() && i%10 != 0 {
			continue
		}
		for _, fields := range []string{"", "all"} {
			if fields != "" && i%3 != 0 {
				continue
			}
			c := nfstream.Config{Statistics: fields != "", SPLT: 3}
			if fields != "" {
				c.Fields = []string{fields}
			}
			flows, columns, messages := export(t, path, "ipfix://h?time=ns&rate=0", Options{}, c)
			records, options := decodeAll(t, messages)
			require.Len(t, records, len(flows), path)
			own := names(t, options)
			for j := range records {
				same(t, path, flows[j], columns, &records[j], own)
			}
			requireApplications(t, flows, options)
			for _, m := range messages {
				require.True(t, fields != "" || len(m) <= 1400, len(m))
			}
		}
	}
}

// same compares a record with the flow.
func same(t *testing.T, path string, f *flow.Flow, columns []*column.Column, r *decoded, own map[uint16]string) {
	t.Helper()
	seen := map[string]bool{}
	for i, s := range r.fields {
		if s.enterprise != PlaceholderEnterprise {
			continue
		}
		name := own[s.id]
		require.NotEmpty(t, name, "element %d has no description", s.id)
		for _, c := range columns {
			if c.Name == name {
				sameValue(t, path, f, c, r.values[i])
				seen[name] = true
			}
		}
		require.True(t, seen[name], name)
	}
	sameMeter(t, f.SrcToDst(), r, 0)
	if f.DstToSrc().Packets > 0 {
		sameMeter(t, f.DstToSrc(), r, reverse)
		require.EqualValues(t, 1, r.uint(0, 239))
	} else {
		_, ok := r.value(reverse, 2)
		require.False(t, ok)
	}
	sameKey(t, f, r)
}

func sameValue(t *testing.T, path string, f *flow.Flow, c *column.Column, v []byte) {
	t.Helper()
	var number int64 // in two's complement
	for i, b := range v[:min(len(v), 8)] {
		if number = number<<8 | int64(b); i == 0 {
			number = int64(int8(b))
		}
	}
	what := path + ": " + c.Name
	switch {
	case c.Moment() && c.Absent(f):
		require.Zero(t, number, what)
	case c.Moment() && c.Resolution() == time.Second:
		require.Equal(t, c.Seconds(f)*1000, number, what)
	case c.Moment():
		require.Equal(t, c.Nanos(f), ntp(v), what)
	case c.Type == column.Int || c.Type == column.Millis:
		require.Equal(t, c.Int(f), number, what)
	case c.Type == column.Float:
		require.Equal(t, math.Float64bits(c.Float(f)), uint64(number), what)
	default:
		require.Equal(t, c.Text(f), string(v), what)
	}
}

func sameMeter(t *testing.T, m flow.Meter, r *decoded, enterprise uint32) {
	t.Helper()
	require.Equal(t, m.Packets, r.uint(enterprise, 2))
	require.Equal(t, m.IPBytes, r.uint(enterprise, 1))
	require.Equal(t, m.RawBytes, r.uint(enterprise, 352))
	for id, want := range map[uint16]int64{156: m.First, 157: m.Last} {
		v, ok := r.value(enterprise, id)
		require.True(t, ok)
		require.Equal(t, want, ntp(v))
	}
}

func sameKey(t *testing.T, f *flow.Flow, r *decoded) {
	t.Helper()
	from, to := uint16(8), uint16(12)
	if f.Version() == 6 {
		from, to = 27, 28
	}
	for id, want := range map[uint16]netip.Addr{from: f.Src().Addr(), to: f.Dst().Addr()} {
		v, _ := r.value(0, id)
		a, ok := netip.AddrFromSlice(v)
		require.True(t, ok)
		require.Equal(t, want, a)
	}
	require.EqualValues(t, f.ID(), r.uint(0, 148))
	require.EqualValues(t, f.Src().Port(), r.uint(0, 7))
	require.EqualValues(t, f.Dst().Port(), r.uint(0, 11))
	require.EqualValues(t, f.Protocol(), r.uint(0, 4))
	require.EqualValues(t, f.Version(), r.uint(0, 60))
	require.EqualValues(t, f.VLAN(), r.uint(0, 58))
	require.EqualValues(t, f.TCPFlags(flow.SrcToDst), r.uint(0, 6))
	require.EqualValues(t, f.TCPFlags(flow.DstToSrc), r.uint(reverse, 6))
	require.Contains(t, []uint64{1, 2, 3, 4, 5}, r.uint(0, 136))
	mac := f.SrcMAC()
	v, _ := r.value(0, 56)
	require.Equal(t, mac[:], v)
	name, _ := r.value(0, 96)
	require.Equal(t, f.Application(), string(name))
	name, _ = r.value(ntop, 119)
	require.Equal(t, f.Application(), string(name))
	require.EqualValues(t, f.Label().App(), r.uint(ntop, 118))
	id, _ := r.value(0, 95)
	require.Equal(t, append([]byte{20, 0, 0, 0x7e, 0xd9}, binary.BigEndian.AppendUint32(nil, applicationOf(f))...), id)
}

// requireApplications checks that every application has its name in the table.
func requireApplications(t *testing.T, flows []*flow.Flow, options []decoded) {
	t.Helper()
	table := map[uint32]string{}
	for _, o := range options {
		if o.template == idApplications {
			id, _ := o.value(0, 95)
			name, _ := o.value(0, 96)
			require.Len(t, name, nameLength)
			table[binary.BigEndian.Uint32(id[5:])] = strings.TrimRight(string(name), "\x00")
		}
	}
	for _, f := range flows {
		require.Equal(t, f.Application(), table[applicationOf(f)])
	}
}

// Two uniflows have what a biflow has, each with its own source.
func TestUniflows(t *testing.T) {
	flows, _, messages := export(t, "../../testdata/dns.pcap", "ipfix://h?biflow=no&time=ns&rate=0", Options{}, nfstream.Config{})
	records, _ := decodeAll(t, messages)
	i := 0
	next := func() *decoded { i++; return &records[i-1] }
	for _, f := range flows {
		r := next()
		sameMeter(t, f.SrcToDst(), r, 0)
		require.EqualValues(t, f.Src().Port(), r.uint(0, 7))
		if f.DstToSrc().Packets > 0 {
			r = next()
			sameMeter(t, f.DstToSrc(), r, 0)
			require.EqualValues(t, f.Dst().Port(), r.uint(0, 7))
			require.EqualValues(t, f.Src().Port(), r.uint(0, 11))
			require.EqualValues(t, f.ID(), r.uint(0, 148))
		}
	}
	require.Equal(t, len(records), i)
}

// The elements are those of the fields alone.
func TestFields(t *testing.T) {
	_, _, messages := export(t, "../../testdata/tls.pcap", "ipfix://h?pen=4242&rate=0", Options{}, nfstream.Config{
		Fields: []string{"src_ip", "requested_server_name", "src2dst_packets", "dst2src_packets", "bidirectional_duration_ms", "protocol"}})
	records, _ := decodeAll(t, messages)
	for _, r := range records {
		source := spec{0, 8, 4}
		if r.template >= 258 {
			source = spec{0, 27, 16}
		}
		want := []spec{source, {0, 2, 8}, {reverse, 2, 8}, {4242, 18, 8}, {0, 4, 1}, {4242, 107, 65535}}
		if r.template%2 == 0 {
			want = append(want[:2], want[3:]...)
		}
		require.Equal(t, want, r.fields)
	}
	_, _, messages = export(t, "../../testdata/tls.pcap", "ipfix://h?rate=0", Options{}, nfstream.Config{Fields: []string{"protocol"}})
	records, _ = decodeAll(t, messages)
	require.Len(t, records, 44)
}

// Pseudonyms never stand beside what they hide.
func TestPseudonyms(t *testing.T) {
	for _, prefix := range []bool{false, true} {
		flows, columns, messages := export(t, "../../testdata/tls.pcap", "ipfix://h?rate=0&biflow=no", Options{}, nfstream.Config{
			Anonymize: []string{"src_ip", "dst_ip", "dst_port"}, AnonymizePrefix: prefix, AnonymizeKey: []byte("0123456789abcdef")})
		records, _ := decodeAll(t, messages)
		i := 0
		for _, f := range flows {
			var from, to string
			for _, c := range columns {
				switch c.Name {
				case "src_ip":
					from = c.Text(f)
				case "dst_ip":
					to = c.Text(f)
				}
			}
			for d := range 2 {
				if d == 1 && f.DstToSrc().Packets == 0 {
					continue
				}
				r := &records[i]
				i++
				for _, hidden := range []uint16{11, 56, 80} {
					_, ok := r.value(0, hidden)
					require.False(t, ok)
				}
				id := uint16(8)
				if f.Version() == 6 {
					id = 27
				}
				v, ok := r.value(0, id)
				if require.Equal(t, prefix, ok); ok {
					a, _ := netip.AddrFromSlice(v)
					require.Equal(t, [2]string{from, to}[d], a.String())
				}
			}
			for _, m := range messages {
				a := f.Src().Addr().AsSlice()
				require.NotContains(t, string(m), string(a))
			}
		}
	}
}

// The sequence number counts data records, and messages of several templates are cut at their size.
func TestMessages(t *testing.T) {
	_, _, messages := export(t, "../../testdata/dns.pcap", "ipfix://h?mtu=500&template-messages=3&domain=77&rate=0", Options{},
		nfstream.Config{})
	templates := 0
	for _, m := range messages {
		require.LessOrEqual(t, len(m), 820) // one that describes templates may be longer
		require.EqualValues(t, 77, binary.BigEndian.Uint32(m[12:]))
		require.InDelta(t, time.Now().Unix(), binary.BigEndian.Uint32(m[4:]), 60)
		if binary.BigEndian.Uint16(m[16:]) == 2 {
			templates++
		} else {
			require.LessOrEqual(t, len(m), 500)
		}
	}
	require.Greater(t, templates, 10)
	decodeAll(t, messages)
	_, _, messages = export(t, "../../testdata/dns.pcap", "ipfix+tcp://h?template-messages=3", Options{}, nfstream.Config{})
	templates = 0
	for _, m := range messages {
		if binary.BigEndian.Uint16(m[16:]) == 2 {
			templates++
		}
	}
	require.Equal(t, 1, templates, "a connection needs templates once")
	decodeAll(t, messages)
}
