package gopacketsource

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gopacket/gopacket"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// Handle is a live handle of gopacket, and the link type of its frames.
type Handle struct {
	gopacket.ZeroCopyPacketDataSource
	Link packet.LinkType
	// LinkOf, unless it is nil, returns the link type by gopacket.CaptureInfo.InterfaceIndex, for a handle of several
	// interfaces. It is called for each frame, by one goroutine at a time.
	LinkOf func(index int) packet.LinkType
	// Index, unless it is 0, is the interface that packets must be of, by gopacket.CaptureInfo.InterfaceIndex: a packet
	// socket may bring packets of others from before it was bound.
	Index int
	// Skip is how many packets are read first and left out, such as those from before a filter was set.
	Skip uint64
}

// LiveOptions say how handles are read. The zero value of each means its default.
type LiveOptions struct {
	// Lag is by how much later than its time a frame may come: 200 ms. The handle's own timeout of blocks must be less.
	Lag time.Duration
	// Tick is after how long Next returns without frames where the batch does not say when it is due: 25 ms.
	Tick time.Duration
	// Snaplen cuts frames to so many bytes; 0 takes them whole.
	Snaplen int
	// Failed, unless it is nil, returns the error of the Source for that of a handle.
	Failed func(handle int, err error) error
}

// Defaults of LiveOptions.
const (
	DefaultLag  = 200 * time.Millisecond
	DefaultTick = 25 * time.Millisecond
)

// FromHandle returns the Source of a live handle whose frames are of one link type: an *afpacket.TPacket, a
// *pcapgo.EthernetHandle or a *pcap.Handle.
//
// A goroutine reads the handle, and copies each frame once. A VLAN tag that the kernel took off is put back, with what the
// handle says of it: of an EthernetHandle its identifier alone. A TPacket puts it back whole where it was opened with
// afpacket.OptAddVLANHeader. A TPacket should have an afpacket.OptPollTimeout of some milliseconds: Close cannot end a
// read that waits for ever, which then ends with the next packet. Timeouts are no errors of the Source.
//
// The Source is a capture.Stopper. Dropped counts what the handle says of losses, and what was never read. Close closes
// the handle.
func FromHandle(h gopacket.ZeroCopyPacketDataSource, link packet.LinkType) capture.Stopper {
	return FromHandles(LiveOptions{}, Handle{ZeroCopyPacketDataSource: h, Link: link})
}

// FromHandles is FromHandle for several handles, the frames of which are sorted by time as far as they are there when
// Next is called.
func FromHandles(o LiveOptions, handles ...Handle) capture.Stopper {
	if o.Lag <= 0 {
		o.Lag = DefaultLag
	}
	if o.Tick <= 0 {
		o.Tick = DefaultTick
	}
	s := &liveSource{options: o}
	s.pump.begin()
	for i, h := range handles {
		r := &handleReader{Handle: h, number: i, snaplen: o.Snaplen, done: make(chan struct{})}
		r.counts.begin(h.ZeroCopyPacketDataSource)
		s.readers = append(s.readers, r)
	}
	s.pump.left = len(handles)
	for _, r := range s.readers {
		go r.run(&s.pump, o.Failed)
	}
	return s
}

// handleReader reads one handle into a pump.
type handleReader struct {
	Handle
	number  int
	snaplen int
	clock   clock
	done    chan struct{} // closed when it reads no more

	read atomic.Uint64 // packets

	mu     sync.Mutex // of what follows
	counts counts
	closed bool
}

func (r *handleReader) run(p *pump, failed func(int, error) error) {
	defer close(r.done)
	for !p.isClosed() {
		data, ci, err := r.ZeroCopyReadPacketData()
		switch {
		case err == nil:
			if r.wanted(&ci) {
				p.put(r.frame(data, ci))
			}
		case !isTimeout(err):
			err = ended(err)
			if failed != nil {
				err = failed(r.number, err)
			}
			p.end(err)
			return
		}
	}
}

// wanted counts a packet, and reports whether it is one of the Source's.
func (r *handleReader) wanted(ci *gopacket.CaptureInfo) bool {
	n := r.read.Add(1)
	return n > r.Skip && (r.Index == 0 || ci.InterfaceIndex == r.Index)
}

// frame returns a frame that lies in the handle's memory, and the tag to put into it.
func (r *handleReader) frame(data []byte, ci gopacket.CaptureInfo) (capture.Frame, tag) {
	f := capture.Frame{Data: data, Time: r.clock.time(ci.Timestamp), Length: length(ci.Length, len(data)), Link: r.Link}
	if r.snaplen > 0 && len(data) > r.snaplen {
		f.Data = data[:r.snaplen:r.snaplen]
	}
	if r.LinkOf != nil {
		f.Link = r.LinkOf(ci.InterfaceIndex)
	}
	if len(ci.AncillaryData) == 0 || f.Link != packet.LinkEthernet || len(f.Data) < macAddresses {
		return f, tag{}
	}
	t := tagOf(ci.AncillaryData[0], data)
	if t.there {
		f.Length += tagSize
	}
	return f, t
}

// Waiting returns how many packets a handle says that it has had since it was opened, or since it was asked last.
func Waiting(handle gopacket.ZeroCopyPacketDataSource) uint64 {
	var c counts
	c.poll(handle)
	return c.packets - min(c.packets, c.dropped)
}

// filterer is a handle that takes a program of classic BPF.
type filterer interface {
	SetBPF([]bpf.RawInstruction) error
}

// stop lets no more packets in.
func (r *handleReader) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f, ok := r.ZeroCopyPacketDataSource.(filterer); ok && !r.closed {
		_ = f.SetBPF([]bpf.RawInstruction{{Op: 0x06}}) // return 0; where that fails, the time for what comes is bounded
	}
}

// close closes the handle, and waits for its reader where that ends by it.
func (r *handleReader) close() (err error) {
	r.stop()
	if ownsMemory(r.ZeroCopyPacketDataSource) {
		go func() {
			<-r.done
			_ = r.shut()
		}()
		select {
		case <-r.done:
		case <-time.After(closing):
		}
		return nil
	}
	err = r.shut()
	<-r.done
	return err
}

// closing is how long Close waits for a read that it cannot end.
const closing = 100 * time.Millisecond

// shut closes the handle, and counts what nobody has read.
func (r *handleReader) shut() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.counts.poll(r.ZeroCopyPacketDataSource)
	r.counts.unread(r.read.Load())
	r.closed = true
	return closeAny(r.ZeroCopyPacketDataSource)
}

func (r *handleReader) dropped() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.counts.poll(r.ZeroCopyPacketDataSource)
	}
	return r.counts.dropped
}

// counts are what a handle says of its packets.
type counts struct {
	packets, dropped             uint64
	packetsBefore, droppedBefore uint64 // by a handle that sums them up, before it became a Source
}

// begin forgets what was before.
func (c *counts) begin(handle any) {
	c.poll(handle)
	*c = counts{packetsBefore: c.packets, droppedBefore: c.dropped}
}

// unread counts packets that are still in the handle's buffers as dropped.
func (c *counts) unread(read uint64) {
	if c.packets > c.dropped+read {
		c.dropped = c.packets - read
	}
}

// isTimeout reports whether a handle has read nothing for a while. The text is that of pcap.NextErrorTimeoutExpired,
// which a program without libpcap cannot name.
func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout() || errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) ||
		isPollTimeout(err) || err.Error() == "Timeout Expired"
}
