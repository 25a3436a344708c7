package live

import (
	"sync"

	"golang.org/x/sys/unix"
)

// drops counts the packets that were lost before the port received them.
type drops struct {
	mu     sync.Mutex
	fd     int // the socket
	open   bool
	ring   bool
	passed uint32 // packets that the socket's buffers accepted, modulo 1<<32 like the kernel's counter
	lost   uint64 // lost because the buffers were full
	device counters
	base   uint64 // losses of the device at the start of the capture
	last   uint64 // losses of the device since then
}

func (d *drops) begin(fd int, dev device, ring bool) {
	d.fd, d.open, d.ring = fd, true, ring
	d.device.open(dev.index)
	d.base, _ = d.device.missed()
}

// move changes to another interface with the same name. Its counter starts at 0.
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

// waiting returns the number of packets in the socket's buffers, given the number of packets taken out.
func (d *drops) waiting(taken uint32) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.update()
	return d.passed - taken
}

// close ends the counting. Packets in the socket's buffers count as lost.
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

// update adds the kernel's counters, which restart at 0 after each read.
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

// statistics returns the number of packets that passed the filter, and how many of them were lost.
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
