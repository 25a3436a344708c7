package gopacketengine

import (
	"fmt"

	"github.com/gopacket/gopacket"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/gopacketsource"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/packet"
)

// Handle is a handle of gopacket that captures on an interface, or on all of them.
type Handle interface {
	gopacket.ZeroCopyPacketDataSource
	SetBPF([]bpf.RawInstruction) error
	SetPromiscuous(bool) error
}

// Engine says what handles of a kind are.
type Engine struct {
	Name string
	// New opens a handle on an interface, all of them for no name, which waits for packets for o.Tick at most, or until it
	// is closed.
	New func(name string, o *live.Options) (Handle, error)
	// Shut closes a handle.
	Shut func(Handle)
	// Any says that it can capture on all interfaces.
	Any bool
}

func (e *Engine) String() string { return e.Name }

// Open is as live.Engine says.
func (e *Engine) Open(names []string, o live.Options) (capture.Source, error) {
	if err := e.check(&o); err != nil {
		return nil, err
	}
	named, err := live.Prepare(names, &o)
	if err != nil {
		return nil, err
	}
	if named == nil {
		if !e.Any {
			return nil, fmt.Errorf("%w: the engine %s captures on named interfaces only", live.ErrOptions, e.Name)
		}
		named = []live.Interface{{}}
	}
	w, err := newWatcher()
	if err != nil {
		return nil, err
	}
	handles, err := e.handles(named, w, &o)
	if err != nil {
		w.close()
		return nil, err
	}
	src := gopacketsource.FromHandles(gopacketsource.LiveOptions{Lag: o.BlockTimeout + slack, Tick: o.Tick, Snaplen: o.Snaplen,
		Failed: func(i int, err error) error { return w.explain(named[i].Name, err) }}, handles...)
	return &source{src, w}, nil
}

// check refuses what handles of gopacket cannot do.
func (e *Engine) check(o *live.Options) error {
	for _, c := range []struct {
		asked bool
		what  string
	}{{o.Wait, "wait for an interface"}, {o.HardwareTime, "take hardware times"}, {o.Group != 0, "join a group of sockets"}} {
		if c.asked {
			return fmt.Errorf("%w: the engine %s cannot %s", live.ErrOptions, e.Name, c.what)
		}
	}
	return nil
}

func (e *Engine) handles(named []live.Interface, w *watcher, o *live.Options) (all []gopacketsource.Handle, err error) {
	for _, i := range named {
		h, skip, err := e.open(i.Name, o)
		if err != nil {
			for _, opened := range all {
				e.Shut(opened.ZeroCopyPacketDataSource.(Handle))
			}
			return nil, err
		}
		g := gopacketsource.Handle{ZeroCopyPacketDataSource: h, Link: i.Link, Index: i.Index, Skip: skip}
		if i.Name == "" {
			g.LinkOf = w.linkOf
		}
		all = append(all, g)
	}
	return all, nil
}

// open opens a handle whose first packets, so many, the filter has not seen.
func (e *Engine) open(name string, o *live.Options) (h Handle, skip uint64, err error) {
	if h, err = e.New(name, o); err != nil {
		return nil, 0, fmt.Errorf("%s: engine %s: %w", name, e.Name, err)
	}
	if len(o.Filter) > 0 {
		if err = h.SetBPF([]bpf.RawInstruction{{Op: 0x06}}); err == nil { // return 0: nothing comes while they are counted
			skip = gopacketsource.Waiting(h)
			err = h.SetBPF(o.Filter)
		}
		if err != nil {
			err = fmt.Errorf("%w: the kernel refuses the filter: %w", live.ErrOptions, err)
		}
	}
	if err == nil && name != "" && !o.NoPromiscuous {
		err = h.SetPromiscuous(true)
	}
	if err != nil {
		e.Shut(h)
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	return h, skip, nil
}

// source closes what tells of the interfaces with the handles.
type source struct {
	capture.Stopper
	watcher *watcher
}

func (s *source) Close() error {
	err := s.Stopper.Close()
	s.watcher.close()
	return err
}

// undecodable is the link type of frames of an interface that there is no decoder for.
const undecodable packet.LinkType = 0xffff
