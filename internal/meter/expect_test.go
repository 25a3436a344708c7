package meter

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// announcement is what a made-up protocol says: "DATA", then an IPv4 address, a port and a transport, where flows of the
// protocol of another such datagram will be.
func announcement(to netip.AddrPort) []byte {
	addr := to.Addr().As4()
	return binary.BigEndian.AppendUint16(append([]byte("DATA"), addr[:]...), to.Port())
}

// announced is FTP-like: a datagram names the end point of flows of FTP_DATA for ten seconds.
var announced = l7.Proto{ID: categories.FTPControl, On: l7.UDP, Min: 10, First: l7.Bytes('D'), EachDatagram: true,
	Probe: func(c *l7.Ctx) l7.Verdict {
		if string(c.Data[:4]) != "DATA" {
			return l7.Reject
		}
		c.Expect(l7.Expectation{Addr: netip.AddrFrom4([4]byte(c.Data[4:8])), Port: binary.BigEndian.Uint16(c.Data[8:]),
			On: l7.UDP, Lifetime: 10 * time.Second,
			Classification: l7.Classification{Protocol: categories.FTPData, Application: categories.Instagram}})
		return l7.More
	}}

// udpFrame makes a raw IPv4 packet around a datagram.
func udpFrame(at time.Duration, src, dst netip.AddrPort, payload []byte) capture.Frame {
	const header = 28
	b := make([]byte, header, header+len(payload))
	b[0], b[8], b[9] = 0x45, 64, 17
	binary.BigEndian.PutUint16(b[2:], uint16(cap(b)))
	copy(b[12:], src.Addr().AsSlice())
	copy(b[16:], dst.Addr().AsSlice())
	binary.BigEndian.PutUint16(b[20:], src.Port())
	binary.BigEndian.PutUint16(b[22:], dst.Port())
	binary.BigEndian.PutUint16(b[24:], uint16(8+len(payload)))
	b = append(b, payload...)
	return capture.Frame{Data: b, Length: uint32(len(b)), Time: int64(at), Link: packet.LinkRaw}
}

// inBatches hands out frames, so many at once.
type inBatches struct {
	frames []capture.Frame
	size   int
}

func (s *inBatches) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	n := min(s.size, len(s.frames))
	b.Frames = append(b.Frames, s.frames[:n]...)
	if s.frames = s.frames[n:]; len(s.frames) == 0 {
		return io.EOF
	}
	return nil
}
func (*inBatches) Stats() capture.Stats { return capture.Stats{} }
func (*inBatches) Close() error         { return nil }

// announcements are flows that announce others, each of which begins a little later, with flows before, beside and long
// after them.
func announcements() (frames []capture.Frame) {
	end := func(net, host byte, port uint16) netip.AddrPort {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, net, host}), port)
	}
	other := []byte("zzzz")
	at := time.Duration(0)
	for i := range 200 {
		host, port := byte(i), uint16(50000+i)
		client, data := end(1, host, 40000), end(2, host, port)
		at += time.Millisecond
		frames = append(frames,
			udpFrame(at, end(4, host, 1), data, other),                           // before it
			udpFrame(at, client, end(3, 1, 2121), announcement(data)),            // announces
			udpFrame(at, client, data, other),                                    // is announced, to it
			udpFrame(at, data, end(5, host, 7), other),                           // from it
			udpFrame(at, client, netip.AddrPortFrom(data.Addr(), port+1), other)) // another port
	}
	for i := range 200 {
		host, port := byte(i), uint16(50000+i)
		frames = append(frames, udpFrame(at+20*time.Second, end(6, host, 1), end(2, host, port), other)) // too late
	}
	return frames
}

// A flow knows what it was expected to be from its first packet on, in its own batch too, for any number of workers. Expire
// hooks see what rows show.
func TestFlowsAreWhatWasExpectedForAnyNumberOfWorkers(t *testing.T) {
	frames := announcements()
	var want []string
	for _, size := range []int{len(frames), 64, 1} {
		for _, workers := range []int{1, 2, 3, 8} {
			rows, hooks := meterAnnounced(t, &inBatches{frames, size}, workers)
			require.ElementsMatch(t, rows, hooks, "%d workers", workers)
			if want == nil {
				want = rows
			}
			require.Equal(t, want, rows, "%d workers, batches of %d", workers, size)
		}
	}
	counts := map[string]int{}
	for _, row := range want {
		var ends, label string
		_, err := fmt.Sscanf(row, "%s %s", &ends, &label)
		require.NoError(t, err)
		counts[label]++
	}
	require.Equal(t, map[string]int{"Unknown/0": 800, "FTP_DATA.Instagram/5": 400}, counts)
}

// meterAnnounced returns the labels of all flows by rows, and by Expire hooks, with the made-up protocol alone.
func meterAnnounced(t *testing.T, source capture.Source, workers int) (rows, hooks []string) {
	t.Helper()
	label := func(f *flow.Flow) string {
		name := f.Label().App().Name()
		if m := f.Label().Master(); m != 0 {
			name = m.Name() + "." + name
		}
		return fmt.Sprintf("%v>%v %s/%d %v", f.Src(), f.Dst(), name, f.Label().Confidence, f.Label().Category())
	}
	seen := make([][]string, workers)
	cfg := Config{Sources: []capture.Source{source}, TableSize: 1 << 20, MaxFlows: 1 << 20, Windows: 6, Batches: 2,
		Table: table.Config{Idle: int64(time.Hour), Active: int64(time.Hour),
			Protocols: l7.Compile([]l7.Proto{announced}), Limits: l7.Limits{TCP: 10, UDP: 1}}}
	for i := range seen {
		cfg.Hooks = append(cfg.Hooks, table.Hooks{Expire: []func(*flow.Flow){
			func(f *flow.Flow) { seen[i] = append(seen[i], label(f)) }}})
	}
	require.NoError(t, New(cfg).Run(t.Context(), Consumer{
		Emit: func(f *flow.Flow) error { rows = append(rows, label(f)); return nil },
		Rest: func() (bool, error) { return false, nil },
	}))
	for _, each := range seen {
		hooks = append(hooks, each...)
	}
	return rows, hooks
}
