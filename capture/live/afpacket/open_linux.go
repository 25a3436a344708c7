package afpacket

import (
	"errors"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/afpacket"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/capture/live/internal/gopacketengine"
)

var rings = &gopacketengine.Engine{Name: "afpacket", New: newRing, Any: true,
	Shut: func(h gopacketengine.Handle) { h.(*ring).Close() }}

func open(names []string, o live.Options) (capture.Source, error) { return rings.Open(names, o) }

// frameSize is what TPACKET_V3 does not use but for dividing blocks.
const frameSize = 2048

// ring is a TPacket that hands out its last block when its interface goes down.
type ring struct {
	*afpacket.TPacket
	patience time.Duration // after an error, for a block that is not full
	failed   time.Time
}

func newRing(name string, o *live.Options) (gopacketengine.Handle, error) {
	options := []any{afpacket.OptFrameSize(frameSize), afpacket.OptBlockSize(o.BlockSize),
		afpacket.OptNumBlocks(o.RingSize / o.BlockSize), afpacket.OptBlockTimeout(o.BlockTimeout),
		afpacket.OptPollTimeout(o.Tick), afpacket.TPacketVersion3, afpacket.OptAddVLANHeader(true)}
	if name != "" {
		options = append(options, afpacket.OptInterface(name))
	}
	h, err := afpacket.NewTPacket(options...)
	if err != nil {
		return nil, err
	}
	return &ring{TPacket: h, patience: o.BlockTimeout + 50*time.Millisecond}, nil
}

func (r *ring) ZeroCopyReadPacketData() ([]byte, gopacket.CaptureInfo, error) {
	data, ci, err := r.TPacket.ZeroCopyReadPacketData()
	if !errors.Is(err, afpacket.ErrPoll) {
		return data, ci, err
	}
	now := time.Now()
	if r.failed.IsZero() {
		r.failed = now
	}
	if now.Sub(r.failed) > r.patience {
		return nil, ci, err
	}
	time.Sleep(5 * time.Millisecond)
	return nil, ci, afpacket.ErrTimeout
}
