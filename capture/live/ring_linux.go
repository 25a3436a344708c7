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

// frameUnit is the tp_frame_size of a ring's request. TPACKET_V3 does not use it, but it must divide the block size.
const frameUnit = 2048

// copiedTurns is the number of turns of a ring with copied frames after a block that a batch held stopped it.
const copiedTurns = 8

// ring is the memory that a socket shares with the kernel. The kernel fills blocks and delivers them in order. One
// goroutine reads; batches return blocks from any goroutine.
type ring struct {
	cursor    cursor
	blockSize int
	next      int    // the block that the reader reads or waits for
	inBlock   bool   // the reader holds that block
	copying   bool   // frames of the current block are copied
	borrowed  bool   // the current batch holds the block too
	copies    int    // number of next blocks with copied frames
	stopped   bool   // batches hold the block that the kernel fills next
	entered   uint32 // packets of the blocks so far, modulo 1<<32
	giveBack  []func()

	mu      sync.Mutex // guards the following fields
	mem     []byte     // nil when unmapped
	holders []int32    // by block: number of batches, and the reader
	held    int        // blocks with holders
	closed  bool
	cleanup runtime.Cleanup
}

// newRing sets up the ring of a socket. It is smaller than requested if memory is short.
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

// ready goes to the next frame and reports whether there is one.
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

// enter goes to the next block if the kernel has delivered it. A block that batches still hold is an old one.
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

// taken returns the number of packets read, modulo 1<<32.
func (r *ring) taken() uint32 { return r.entered - uint32(r.cursor.left) }

func (r *ring) leave() {
	r.inBlock = false
	r.release(r.next)
	r.next = (r.next + 1) % len(r.holders)
}

// release removes one holder of a block, and returns the block to the kernel after the last one.
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

// fill appends frames of the reader's block up to the given time, until b has maxFrames.
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

// close unmaps the ring when no batch holds a block any more. The reader must have stopped.
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
