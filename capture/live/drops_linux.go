package live

import (
	"sync"

	"golang.org/x/sys/unix"
)

// drops counts what was lost on the way to a port.
type drops struct {
	mu     sync.Mutex
	fd     int // of the socket
	open   bool
	ring   bool
	passed uint32 // packets that the socket's buffers took, modulo 1<<32 as the kernel counts them
	lost   uint64 // for want of room there
	device counters
	base   uint64 // what the device had lost when the capture began
	last   uint64 // what it has lost since then
}

func (d *drops) begin(fd int, dev device, ring bool) {
	d.fd, d.open, d.ring = fd, true, ring
	d.device.open(dev.index)
	d.base, _ = d.device.missed()
}

// move follows an interface of the same name, whose count begins anew.
func (d *drops) move(dev device) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.device.index = dev.index
	now, _ := d.device.missed()
	d.base = now - d.last
}

// counts returns the packets lost by the socket and by the interface.
func (d *drops) counts() (socket, device uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.update()
	return d.lost, d.last
}

// waiting returns how many packets are in the socket's buffers, of which so many have been taken out.
func (d *drops) waiting(taken uint32) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.update()
	return d.passed - taken
}

// close ends the counting. What is in the socket's buffers is lost.
func (d *drops) close(taken uint32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.open {
		return
	}
	d.update()
	d.lost += uint64(d.passed - taken)
	d.open = false
	d.device.close()
}

// update adds what the kernel has counted since it was asked last, which begins at 0 every time.
func (d *drops) update() {
	if !d.open {
		return
	}
	packets, lost, err := d.statistics()
	if err == nil {
		d.passed += packets - lost
		d.lost += uint64(lost)
	}
	if now, ok := d.device.missed(); ok && int64(now-d.base) > int64(d.last) {
		d.last = now - d.base
	}
}

// statistics returns the packets that passed the filter, and those of them that were lost.
func (d *drops) statistics() (packets, lost uint32, err error) {
	if d.ring {
		s, err := unix.GetsockoptTpacketStatsV3(d.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
		if err != nil {
			return 0, 0, err
		}
		return s.Packets, s.Drops, nil
	}
	s, err := unix.GetsockoptTpacketStats(d.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return 0, 0, err
	}
	return s.Packets, s.Drops, nil
}
