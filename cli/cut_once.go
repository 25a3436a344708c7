//go:build !tiny

package cli

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/pcapng"
	"github.com/nfstream/nfstream-go/packet"
)

// runOnce writes the first packets of the flows that match, as they end.
func (p *cutParameters) runOnce() error {
	ctx, stop := interruptible(nil)
	defer stop()
	k := &keeper{p: p}
	k.free.Store(int64(p.buffer))
	c := p.config
	c.Plugins = append(c.Plugins, k)
	s, err := p.open(c)
	if err != nil {
		return err
	}
	defer s.Close()
	if err = p.expr.Bind(s.Columns()); err != nil {
		return fmt.Errorf("--where: %w", err)
	}
	out, err := p.output()
	if err != nil {
		return err
	}
	k.out = pcapng.NewWriter(out, "nfstream "+version())
	err = s.Run(ctx, k)
	if cause := context.Cause(ctx); cause != nil {
		err = without(err, cause)
	}
	if e := k.out.Flush(); err == nil {
		err = e
	}
	if e := out.Close(); err == nil {
		err = e
	}
	if err != nil && !errors.Is(err, errInterrupted) {
		return failure{err}
	}
	p.report(s.Stats(), k.unkept.Load())
	return nil
}

// keeper is a plug-in that keeps the first packets of each flow, and a sink that writes those of the flows that match.
type keeper struct {
	p      *cutParameters
	out    *pcapng.Writer
	free   atomic.Int64 // bytes of the buffer, changed by the shards
	unkept atomic.Uint64
	kept   nfstream.RefColumn[*first]
}

// first are the first packets of a flow. Their bytes follow each other.
type first struct {
	packets []keptPacket
	bytes   []byte
	charged int64
	full    bool // one was not kept, and then none behind it
}

type keptPacket struct {
	end  int // of its bytes
	time int64
	wire uint32
	link packet.LinkType
}

// flowOverhead and packetOverhead are about what a flow and a packet take besides bytes of packets.
const flowOverhead, packetOverhead = 128, 40

func (k *keeper) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: cutColumn, Type: nfstream.Object, Volatile: true}}
}

func (k *keeper) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	kept := nfstream.ObjectColumn[*first](s, cutColumn)
	k.kept = kept
	return nfstream.Hooks{
		Init: func(p *nfstream.Packet, f *nfstream.Flow) {
			if k.charge(flowOverhead) {
				of := &first{charged: flowOverhead}
				kept.Set(f, of)
				k.keep(of, p)
			} else {
				k.unkept.Add(1)
			}
		},
		Update: func(p *nfstream.Packet, f *nfstream.Flow) {
			if of := kept.Get(f); of != nil {
				k.keep(of, p)
			}
		},
	}, nil
}

// charge takes bytes of the buffer, if there are as many.
func (k *keeper) charge(n int64) bool {
	if k.free.Add(-n) >= 0 {
		return true
	}
	k.free.Add(n)
	return false
}

func (k *keeper) keep(of *first, p *nfstream.Packet) {
	if len(of.packets) >= k.p.first || of.full {
		return
	}
	n := int64(len(p.Data) + packetOverhead)
	if !k.charge(n) {
		of.full = true
		k.unkept.Add(1)
		return
	}
	of.charged += n
	of.bytes = append(of.bytes, p.Data...)
	of.packets = append(of.packets, keptPacket{len(of.bytes), p.Time, p.WireLength, p.Link})
}

// Write writes the packets of a flow that matches, and gives back what it has kept.
func (k *keeper) Write(f *nfstream.Flow) error {
	of := k.kept.Get(f)
	if of == nil {
		return nil
	}
	defer k.free.Add(of.charged)
	if !k.p.expr.Match(f) {
		return nil
	}
	k.p.matched++
	text, begin := comment(f.ID(), f.Application()), 0
	for _, kept := range of.packets {
		p := pcapng.Packet{Data: of.bytes[begin:kept.end], Time: kept.time, Length: kept.wire, Link: kept.link, Comment: text}
		begin, text = kept.end, ""
		k.p.packets++
		if err := k.out.Write(&p); err != nil {
			return err
		}
	}
	return nil
}

// Flush hands on what has been written, as that of an interface is read meanwhile.
func (k *keeper) Flush() error { return k.out.Flush() }
