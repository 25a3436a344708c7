package nfstream

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/budget"
	"github.com/nfstream/nfstream-go/internal/meter"
	"github.com/nfstream/nfstream-go/packet"
)

// input is the sources of a Streamer. It is opened before memory is divided and before plug-ins are opened.
type input struct {
	sources []capture.Source // one, or one for each worker, which share the packets of interfaces
	begins  beginner         // captures by name, nil otherwise
	live    bool             // the sources are interfaces
	rings   budget.Rings     // of interfaces
	zstd    bool             // a capture may be compressed by zstd
}

// beginner is a source that can wait for its first bytes.
type beginner interface{ Begin(context.Context) error }

func (in *input) stats() (all capture.Stats) {
	if len(in.sources) == 1 {
		return in.sources[0].Stats()
	}
	for _, src := range in.sources {
		s := src.Stats()
		all.Received += s.Received
		all.Filtered += s.Filtered
		all.ClampedTimes += s.ClampedTimes
		all.Dropped += s.Dropped
		all.InterfaceDropped = max(all.InterfaceDropped, s.InterfaceDropped) // of one interface
	}
	return all
}

func (in *input) close() error {
	var errs []error
	for _, src := range in.sources {
		errs = append(errs, src.Close())
	}
	return errors.Join(errs...)
}

// AwaitInput waits for the first bytes of standard input or of a pipe, if that is the first source, so that a caller knows
// of an empty input, or one that is no capture, before it uses any flow. The error is the one with which the run would end.
// There is none if further sources follow. Open has reported what is wrong with other sources.
func (s *Streamer) AwaitInput(ctx context.Context) error {
	if s.input.begins == nil {
		return nil
	}
	return s.input.begins.Begin(ctx)
}

// takeSource sets a source of the caller's as the input.
func (s *Streamer) takeSource(source capture.Source) error {
	src, err := s.cfg.filtered(source)
	if err != nil {
		return err
	}
	if _, ok := source.(capture.Stopper); ok {
		src = meter.Drain(src, source)
	} else {
		src = meter.Cancel(src)
	}
	s.input.sources = []capture.Source{capture.Limit(src, s.cfg.Snaplen)}
	return nil
}

// openSources opens captures or interfaces by name as the input. A file takes precedence over an interface of the same
// name.
func (s *Streamer) openSources(names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("%w: none is named", ErrSource)
	}
	interfaces := 0
	for _, name := range names {
		is, err := s.cfg.isInterface(name)
		if err != nil {
			return err
		}
		if is {
			interfaces++
		}
	}
	switch interfaces {
	case 0:
		return s.openCaptures(names)
	case len(names):
		return s.openInterfaces(names)
	}
	return fmt.Errorf("%w: captures and interfaces are not metered together", ErrSource)
}

func (s *Streamer) openCaptures(names []string) error {
	var limits capture.Limits
	if s.cfg.Memory > 0 {
		limits = capture.Limits{Record: budget.MaxRecord, Window: budget.ZstdWindow(s.cfg.Memory)}
	}
	src, err := capture.OpenWithin(limits, names...)
	if err != nil {
		return err
	}
	s.input.sources = []capture.Source{src}
	s.input.begins, _ = src.(beginner)
	s.input.zstd = slices.ContainsFunc(names, mayBeZstd)
	if src, err = s.cfg.filtered(src); err != nil {
		return err
	}
	s.input.sources[0] = capture.Limit(src, s.cfg.Snaplen)
	return nil
}

func (s *Streamer) openInterfaces(names []string) (err error) {
	s.input.live = true
	s.interfaces.list(names)
	if err = s.input.openLive(names, &s.cfg, s.interfaces.changed); err != nil {
		return err
	}
	s.interfaces.open()
	return nil
}

// isInterface reports whether a name is that of an interface, or may become one with Wait. The error says that the name is
// that of nothing.
func (c *Config) isInterface(name string) (bool, error) {
	if name == "-" {
		return false, nil
	}
	_, err := os.Stat(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if live.IsInterface(name) || c.Wait && live.IsName(name) {
		return true, nil
	}
	return false, fmt.Errorf("%w: %s is neither a file, nor a folder, nor an interface", ErrSource, name)
}

// openLive opens interfaces. The kernel filters if they all have one link type.
func (in *input) openLive(names []string, c *Config, changed func(string, live.State)) error {
	o := live.Options{Snaplen: c.Snaplen, BlockTimeout: c.BlockTimeout, NoPromiscuous: c.NoPromiscuous,
		HardwareTime: c.HardwareTime, Wait: c.Wait, Changed: changed}
	in.rings = budget.Rings{Interfaces: len(names), Asked: c.RingSize, Bounded: c.Memory > 0} // any is one too
	filters := c.Filter != ""
	if filters {
		link, one, err := linkOfAll(names)
		if err != nil {
			return err
		}
		if one {
			if o.Filter, err = c.kernelFilter(link); err != nil {
				return err
			}
			filters = false
		}
	}
	if c.sharesRings() && !filters {
		return in.openShared(names, c, o)
	}
	o.RingSize = in.rings.Size(c.Memory)
	open := live.Open
	if c.CaptureEngine != nil {
		open = c.CaptureEngine.Open
	}
	src, err := open(names, o)
	if err != nil {
		return err
	}
	in.sources = []capture.Source{src}
	filtered := src
	if filters {
		if filtered, err = c.filtered(src); err != nil {
			return err
		}
	}
	in.sources[0] = capture.Limit(meter.Drain(filtered, src), c.Snaplen)
	return nil
}

// openShared opens interfaces once for each worker. The workers share their packets.
func (in *input) openShared(names []string, c *Config, o live.Options) (err error) {
	in.rings.Sharing = c.Workers
	o.RingSize = in.rings.Size(c.Memory)
	in.sources, err = live.OpenShared(names, c.Workers, o)
	for i, src := range in.sources {
		in.sources[i] = meter.Drain(src, src)
	}
	return err
}

// sharesRings reports whether each worker has rings of its own. MaxFlows needs one order of packets. Wait needs a source
// that can come back. With IgnoreTunnel, the two directions of a flow may reach different rings. Another engine opens one
// Source.
func (c *Config) sharesRings() bool {
	return c.Workers > 1 && c.MaxFlows == maxInt && !c.Wait && !c.IgnoreTunnel && c.CaptureEngine == nil
}

// linkOfAll returns the link type of interfaces, and whether they all have that one.
func linkOfAll(names []string) (link packet.LinkType, one bool, err error) {
	all, err := live.Interfaces()
	if err != nil {
		return 0, false, err
	}
	found := 0
	for _, i := range all {
		if slices.Contains(names, i.Name) {
			found++
		}
		if !i.Decodable || !slices.Contains(names, live.Any) && !slices.Contains(names, i.Name) {
			continue
		}
		if one && i.Link != link {
			return 0, false, nil
		}
		link, one = i.Link, !slices.Contains(names, live.Any) // others may come
	}
	return link, one && found == len(names), nil // one that is waited for may have any
}

// mayBeZstd reports whether a source may be compressed by zstd. Streams and folders may.
func mayBeZstd(name string) bool {
	info, err := os.Stat(name)
	if name == "-" || err != nil || !info.Mode().IsRegular() {
		return true
	}
	f, err := os.Open(name)
	if err != nil {
		return true
	}
	defer f.Close()
	magic := make([]byte, 4) // RFC 8878, sections 3.1.1 and 3.1.2
	_, err = io.ReadFull(f, magic)
	n := binary.LittleEndian.Uint32(magic)
	return err == nil && (n == 0xfd2fb528 || n&^0xf == 0x184d2a50)
}
