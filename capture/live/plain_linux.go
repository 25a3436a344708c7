package live

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"golang.org/x/sys/unix"
)

const (
	plainMessages = 32        // packets of one system call
	plainFrame    = 512 << 10 // bytes of a frame; the maximum of generic segmentation offload
	plainControl  = 128       // bytes of control messages
	wordSize      = int(unsafe.Sizeof(uintptr(0)))
)

// plain reads batches of packets from a socket without a ring.
type plain struct {
	fd       int
	link     packet.LinkType
	snaplen  int
	messages [plainMessages]message
	slots    [plainMessages]slot
	data     []byte // by slot, with space for a VLAN tag before the frame
	slotSize int
	empty    bool   // the last read found the socket empty
	taken    uint32 // packets, modulo 1<<32
}

// message is a struct mmsghdr.
type message struct {
	header unix.Msghdr
	length uint32
}

// slot holds the buffers of a message.
type slot struct {
	address unix.RawSockaddrLinklayer
	vector  unix.Iovec
	control [plainControl]byte
}

// newPlain prepares a socket for reading without a ring.
func newPlain(fd int, o *Options) (*plain, error) {
	for option, level := range map[int]int{unix.PACKET_AUXDATA: unix.SOL_PACKET, unix.SO_TIMESTAMPNS: unix.SOL_SOCKET} {
		if err := unix.SetsockoptInt(fd, level, option, 1); err != nil {
			return nil, err
		}
	}
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, o.RingSize) != nil {
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, o.RingSize) // limited by the system
	}
	p := &plain{fd: fd, link: linkUnknown, snaplen: o.Snaplen, slotSize: tagSize + plainFrame}
	if o.Snaplen > 0 {
		p.slotSize = tagSize + min(o.Snaplen, plainFrame)
	}
	p.data = make([]byte, plainMessages*p.slotSize)
	for i := range p.slots {
		s := &p.slots[i]
		s.vector.Base = &p.data[i*p.slotSize+tagSize]
		s.vector.SetLen(p.slotSize - tagSize)
		h := &p.messages[i].header
		h.Name, h.Iov = (*byte)(unsafe.Pointer(&s.address)), &s.vector
		h.SetIovlen(1)
		h.Control = &s.control[0]
	}
	return p, nil
}

// fill appends copies of frames until b has maxFrames or the socket is empty.
func (p *plain) fill(b *capture.Batch) error {
	for len(b.Frames) < maxFrames {
		n, err := p.receive(min(plainMessages, maxFrames-len(b.Frames)))
		for i := range n {
			b.Append(p.frame(i))
		}
		p.taken += uint32(n)
		if p.empty = n == 0; p.empty {
			return err
		}
	}
	return nil
}

// receive reads up to n packets, none if the socket is empty or its interface is down.
func (p *plain) receive(most int) (int, error) {
	for i := range p.messages[:most] {
		h := &p.messages[i].header
		h.Namelen = uint32(unsafe.Sizeof(p.slots[i].address))
		h.SetControllen(plainControl)
		h.Flags = 0
	}
	for {
		n, _, err := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(p.fd), uintptr(unsafe.Pointer(&p.messages)), uintptr(most),
			unix.MSG_DONTWAIT, 0, 0)
		switch err {
		case 0:
			return int(n), nil
		case unix.EINTR:
			continue
		case unix.EAGAIN:
			return 0, nil
		}
		return 0, err
	}
}

// frame returns the packet in a slot. Its bytes stay in the slot.
func (p *plain) frame(i int) capture.Frame {
	m, s := &p.messages[i], &p.slots[i]
	a := readControl(s.control[:m.header.Controllen], wordSize)
	held := min(int(m.length), p.slotSize-tagSize)
	data := p.data[i*p.slotSize : i*p.slotSize+tagSize+held]
	f := capture.Frame{Time: a.time, Link: p.link, Length: max(a.length, m.length), Data: data[tagSize:]}
	if f.Link == linkUnknown {
		f.Link = linkOf(s.address.Hatype)
	}
	switch {
	case f.Link == packet.LinkRaw && a.net > 0 && a.net <= held:
		f.Data = f.Data[a.net:]
		f.Length -= uint32(a.net)
	case f.Link == packet.LinkEthernet && a.status&statusVLAN != 0 && held >= macAddresses:
		putTag(data, tpid(a.status, a.tpid), a.tci)
		f.Data = data
		f.Length += tagSize
	}
	if p.snaplen > 0 && len(f.Data) > p.snaplen {
		f.Data = f.Data[:p.snaplen]
	}
	return f
}
