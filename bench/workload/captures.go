package workload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// CapturesName is the workload that replays captures.
const CapturesName = "captures"

// Limits of what is kept of captures, and the longest time between two packets of one, in nanoseconds: files that were
// put together have years between their parts.
const (
	maxCapture  = 64 << 20
	maxCaptures = 1 << 30
	longestWait = 60 * s
)

// Captures are the frames of a folder, ready to be replayed. They do not change, and may be used any number of times.
type Captures struct {
	files []recording
	// Left lists the files that were truncated because of the size limits.
	Left    []string
	packets int
	bytes   int
}

// recording is the frames of a file, and the addresses in them.
type recording struct {
	frames []recorded
	// many is how many addresses there are in it.
	many int
}

// recorded is a frame with an Ethernet header.
type recorded struct {
	data []byte
	// length is that on the wire, and wait the time from the frame before, in nanoseconds.
	length uint32
	wait   int64
	plan   plan
}

// Load reads the captures of a folder, in the order of their names, each up to 64 MiB and together up to 1 GiB. What
// other link types than Ethernet carry gets an Ethernet header, where it is IP. Files that are not captures are left
// out, and so is what follows the place where one is damaged.
func Load(folder string) (*Captures, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("workload: read folder of captures: %w", err)
	}
	c := &Captures{}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		if err := c.add(filepath.Join(folder, e.Name())); err != nil {
			return nil, err
		}
	}
	if len(c.files) == 0 {
		return nil, fmt.Errorf("workload: no captures with packets in %s", folder)
	}
	return c, nil
}

func (c *Captures) add(path string) error {
	src, err := capture.OpenFile(path)
	if damaged(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("workload: open capture: %w", err)
	}
	defer src.Close()
	r := newRecorder(min(maxCapture, maxCaptures-c.bytes))
	if err := r.take(src); err != nil {
		return fmt.Errorf("workload: read capture: %w", err)
	}
	if r.room <= 0 {
		c.Left = append(c.Left, path)
	}
	if len(r.frames) > 0 {
		c.files = append(c.files, recording{frames: r.frames, many: len(r.spots)})
		c.packets += len(r.frames)
		c.bytes += r.bytes
	}
	return nil
}

func damaged(err error) bool {
	return errors.Is(err, capture.ErrFormat) || errors.Is(err, capture.ErrTruncated)
}

// recorder takes the frames of one file.
type recorder struct {
	planner planner
	frames  []recorded
	// bytes of the frames, and room for further ones.
	bytes, room int
	last        int64
	// spots numbers the addresses.
	spots map[string]int
}

func newRecorder(room int) *recorder {
	return &recorder{planner: newPlanner(), room: room, spots: map[string]int{}}
}

// take adds the frames of a source up to its end, to the first damage, or to the size limit.
func (r *recorder) take(src capture.Source) (err error) {
	for err == nil && r.room > 0 {
		var batch capture.Batch
		err = src.Next(context.Background(), &batch)
		for i := 0; i < len(batch.Frames) && r.room > 0; i++ {
			r.add(&batch.Frames[i])
		}
	}
	if errors.Is(err, io.EOF) || damaged(err) {
		return nil
	}
	return err
}

func (r *recorder) add(f *capture.Frame) {
	data, length, ok := r.planner.onEthernet(f)
	if !ok || len(data) > snapLength {
		return
	}
	wait := f.Time - r.last
	if len(r.frames) == 0 {
		wait = 0
	}
	r.last = f.Time
	r.frames = append(r.frames, recorded{data: data, length: length, wait: min(max(wait, 0), longestWait),
		plan: r.planner.plan(data, length, r.number)})
	r.bytes += len(data)
	r.room -= len(data)
}

// number returns the number of an address, from 0 in the order of appearance.
func (r *recorder) number(address []byte) int {
	n, ok := r.spots[string(address)]
	if !ok {
		n = len(r.spots)
		r.spots[string(address)] = n
	}
	return n
}

// planner finds the addresses and checksums of frames.
type planner struct{ outer, inner *packet.Decoder }

func newPlanner() planner {
	return planner{packet.NewDecoder(packet.Options{}), packet.NewDecoder(packet.Options{Tunnels: true})}
}

// onEthernet returns a copy of the frame that begins with an Ethernet header, and its length on the wire; false for
// what no Ethernet could carry.
func (d *planner) onEthernet(f *capture.Frame) (data []byte, length uint32, ok bool) {
	if f.Link == packet.LinkEthernet {
		return append([]byte(nil), f.Data...), f.Length, true
	}
	p := packet.Packet{Data: f.Data, WireLength: f.Length}
	if d.outer.Decode(&p, f.Link) != packet.OK {
		return nil, 0, false
	}
	kind := uint16(etherIPv4)
	if p.Key.Ver == 6 {
		kind = etherIPv6
	}
	c := conn{mac: [2][6]byte{{2, 0, 0, 0, 0, 1}, {2, 0, 1, 0, 0, 1}}}
	data = append(c.link(nil, client, kind), f.Data[p.Network:]...)
	return data, f.Length - p.Network + etherHeader, true
}
