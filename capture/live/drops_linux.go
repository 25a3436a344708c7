package live

import (
	"bytes"
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

// drops counts what was lost on the way to a port.
type drops struct {
	mu    sync.Mutex
	fd    int // of the socket
	open  bool
	ring  bool
	lost  uint64   // for want of room in the socket's buffers
	table *os.File // /proc/net/dev of the socket's network namespace, nil without
	name  string   // of the interface, empty for all
	base  uint64   // what the table said when the capture began
	last  uint64   // what the interface has lost since then
	text  []byte
}

func (d *drops) begin(fd int, dev device, ring bool) {
	d.fd, d.open, d.ring, d.name = fd, true, ring, dev.name
	d.table, _ = os.Open("/proc/thread-self/net/dev") // without it the count stays 0
	d.base = d.read()
}

// move follows an interface of the same name, whose count begins anew.
func (d *drops) move(dev device) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.name = dev.name
	d.base = d.read() - d.last
}

// counts returns the packets lost by the socket and by the interface.
func (d *drops) counts() (socket, device uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.update()
	return d.lost, d.last
}

func (d *drops) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.update()
	d.open = false
	if d.table != nil {
		d.table.Close()
		d.table = nil
	}
}

// update adds what the kernel has counted since it was asked last, which begins at 0 every time.
func (d *drops) update() {
	if !d.open {
		return
	}
	if d.ring {
		if s, err := unix.GetsockoptTpacketStatsV3(d.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
			d.lost += uint64(s.Drops)
		}
	} else if s, err := unix.GetsockoptTpacketStats(d.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
		d.lost += uint64(s.Drops)
	}
	if now := d.read(); int64(now-d.base) > int64(d.last) {
		d.last = now - d.base
	}
}

func (d *drops) read() uint64 {
	if d.table == nil {
		return 0
	}
	d.text = d.text[:0]
	for {
		d.text = append(d.text, make([]byte, 4096)...)
		n, err := d.table.ReadAt(d.text[len(d.text)-4096:], int64(len(d.text)-4096))
		if d.text = d.text[:len(d.text)-4096+n]; err != nil || n == 0 {
			return droppedBy(d.text, d.name)
		}
	}
}

// droppedBy returns the packets dropped and missed on receipt that a table as that of /proc/net/dev counts, of one
// interface or, without a name, of all.
func droppedBy(table []byte, name string) (sum uint64) {
	for line := range bytes.Lines(table) {
		who, counts, ok := bytes.Cut(line, []byte(":"))
		fields := bytes.Fields(counts)
		if !ok || len(fields) < 4 || name != "" && string(bytes.TrimSpace(who)) != name {
			continue
		}
		n, _ := strconv.ParseUint(string(fields[3]), 10, 64)
		sum += n
	}
	return sum
}
