package live

import (
	"encoding/binary"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/nfstream/nfstream-go/capture"
	"golang.org/x/sys/unix"
)

var nativeIsLittle = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// frameUnit is the tp_frame_size of a ring's request, which has no meaning in a TPACKET_V3 ring but has to divide the
// blocks.
const frameUnit = 2048

// copiedTurns is for how many turns of a ring its frames are copied when it has come to a block that a batch kept.
const copiedTurns = 8

// ring is the memory that a socket shares with the kernel: blocks, which the kernel fills and hands over one after the
// other. One goroutine reads; batches give blocks back from any.
type ring struct {
	cursor    cursor
	blockSize int
	next      int    // the block that the reader is in, or waits for
	inBlock   bool   // the reader holds that block
	copying   bool   // its frames are copied
	borrowed  bool   // the batch being filled holds it too
	copies    int    // blocks to come whose frames are copied
	stopped   bool   // batches hold the block that the kernel would fill next
	entered   uint32 // packets of the blocks so far, modulo 1<<32
	giveBack  []func()

	mu      sync.Mutex // guards what follows
	mem     []byte     // nil when unmapped
	holders []int32    // by block: batches, and the reader
	held    int        // blocks that have any
	closed  bool
	cleanup runtime.Cleanup
}

// newRing sets up the ring of a socket, smaller than asked for where there is no memory.
func newRing(fd int, o *Options) (*ring, error) {
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return nil, err
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_RESERVE, tagSize); err != nil {
		return nil, err
	}
	blocks, err := requestBlocks(fd, o)
	if err != nil {
		return nil, err
	}
	mem, err := unix.Mmap(fd, 0, blocks*o.BlockSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &unix.TpacketReq3{})
		return nil, err
	}
	r := &ring{mem: mem, blockSize: o.BlockSize, holders: make([]int32, blocks), giveBack: make([]func(), blocks)}
	r.cursor = cursor{link: linkUnknown, snaplen: o.Snaplen}
	for i := range r.giveBack {
		r.giveBack[i] = func() { r.release(i) }
	}
	r.cleanup = runtime.AddCleanup(r, func(mem []byte) { unix.Munmap(mem) }, mem)
	return r, nil
}

func requestBlocks(fd int, o *Options) (blocks int, err error) {
	for blocks = o.RingSize / o.BlockSize; blocks >= blocksAtLeast; blocks /= 2 {
		err = unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &unix.TpacketReq3{
			Block_size:     uint32(o.BlockSize),
			Block_nr:       uint32(blocks),
			Frame_size:     frameUnit,
			Frame_nr:       uint32(blocks * (o.BlockSize / frameUnit)),
			Retire_blk_tov: uint32(o.BlockTimeout.Milliseconds()),
		})
		if err != unix.ENOMEM {
			break
		}
	}
	return blocks, err
}

func (r *ring) block(i int) []byte {
	return r.mem[i*r.blockSize : (i+1)*r.blockSize : (i+1)*r.blockSize]
}

func (r *ring) status(i int) *uint32 {
	return (*uint32)(unsafe.Pointer(&r.mem[i*r.blockSize+blockStatus]))
}

// ready reports whether there is a frame to read, and goes to it.
func (r *ring) ready() bool {
	for r.cursor.left == 0 {
		if r.inBlock {
			r.leave()
		}
		if !r.enter() {
			return false
		}
	}
	return true
}

// enter goes to the next block if the kernel has handed it over. One that batches still hold is an old one.
func (r *ring) enter() bool {
	if atomic.LoadUint32(r.status(r.next))&statusUser == 0 {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped = r.holders[r.next] > 0; r.stopped {
		r.copies = copiedTurns * len(r.holders)
		return false
	}
	r.holders[r.next] = 1
	r.held++
	r.copying = r.copies > 0 || r.held > len(r.holders)/2
	r.copies = max(r.copies-1, 0)
	r.inBlock, r.borrowed = true, false
	r.cursor.open(r.block(r.next))
	r.entered += uint32(r.cursor.left)
	return true
}

// taken returns how many packets have been taken out, modulo 1<<32.
func (r *ring) taken() uint32 { return r.entered - uint32(r.cursor.left) }

func (r *ring) leave() {
	r.inBlock = false
	r.release(r.next)
	r.next = (r.next + 1) % len(r.holders)
}

// release takes one holder from a block, and gives it to the kernel if that was the last.
func (r *ring) release(i int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.holders[i]--; r.holders[i] > 0 {
		return
	}
	r.held--
	if r.mem != nil {
		atomic.StoreUint32(r.status(i), 0)
	}
	r.unmapUnused()
}

// lend makes the batch a holder of the reader's block.
func (r *ring) lend(b *capture.Batch) {
	r.mu.Lock()
	r.holders[r.next]++
	r.mu.Unlock()
	r.borrowed = true
	b.Borrow(r.giveBack[r.next])
}

// fill appends frames of the reader's block that are not later than the given time, until b has maxFrames.
func (r *ring) fill(b *capture.Batch, latest int64) {
	if !r.copying && !r.borrowed {
		r.lend(b)
	}
	for r.cursor.left > 0 && len(b.Frames) < maxFrames && (latest == math.MaxInt64 || r.cursor.time() <= latest) {
		if r.copying {
			var f capture.Frame
			if r.cursor.next(&f) {
				b.Append(f)
			}
			continue
		}
		n := len(b.Frames)
		b.Frames = append(b.Frames, capture.Frame{})
		if !r.cursor.next(&b.Frames[n]) {
			b.Frames = b.Frames[:n]
		}
	}
}

// close unmaps the ring, when no batch holds a block any more. The reader is not at work.
func (r *ring) close() {
	if r.inBlock {
		r.leave()
	}
	r.cursor.left = 0
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.unmapUnused()
}

func (r *ring) unmapUnused() {
	if r.closed && r.held == 0 && r.mem != nil {
		r.cleanup.Stop()
		unix.Munmap(r.mem)
		r.mem = nil
	}
}
