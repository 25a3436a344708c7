package nfstream

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/packet"
)

// openSources opens captures by name, or interfaces, which are live. A file goes before an interface of the same name.
func (s *Streamer) openSources(names []string) (isLive bool, err error) {
	if len(names) == 0 {
		return false, fmt.Errorf("%w: none is named", ErrSource)
	}
	interfaces := 0
	for _, name := range names {
		is, err := s.cfg.isInterface(name)
		if err != nil {
			return false, err
		}
		if is {
			interfaces++
		}
	}
	switch interfaces {
	case 0:
		if s.input, err = capture.OpenWithin(s.memory.limits(), names...); err != nil {
			return false, err
		}
		s.source, err = s.cfg.filtered(s.input)
		return false, err
	case len(names):
		s.interfaces.begin(names)
		options := s.cfg.live()
		options.Changed = s.interfaces.changed
		s.source, err = openLive(names, &s.cfg, options)
		s.interfaces.open()
		return true, err
	}
	return false, fmt.Errorf("%w: captures and interfaces are not metered together", ErrSource)
}

// isInterface reports whether a name is that of an interface, or may become that where these are waited for, or says that
// it is that of nothing.
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

// openLive opens interfaces. The kernel filters where they all have one link type.
func openLive(names []string, c *Config, options live.Options) (capture.Source, error) {
	if c.Filter == "" {
		return openRings(names, c, options)
	}
	link, one, err := linkOfAll(names)
	if err != nil {
		return nil, err
	}
	if one {
		if options.Filter, err = c.kernelFilter(link); err != nil {
			return nil, err
		}
		return openRings(names, c, options)
	}
	src, err := c.openInterfaces(names, options)
	if err != nil {
		return nil, err
	}
	filtered, err := c.filtered(src)
	return drain(filtered, src), err
}

// leastShare is how many bytes of a ring are enough for each worker that shares it, so that its blocks hold any frame.
const leastShare = 4 << 20

// openRings opens interfaces once for each worker, which then share their packets, where nothing has to be the same for
// any number of workers or needs a source that can come back.
func openRings(names []string, c *Config, o live.Options) (capture.Source, error) {
	if !sharesRings(c) {
		src, err := c.openInterfaces(names, o)
		return drain(src, src), err
	}
	least := leastShare
	if c.Memory > 0 {
		least = ringLeast
	}
	o.RingSize = max(o.RingSize/c.Workers, min(o.RingSize, least))
	sources, err := live.OpenShared(names, c.Workers, o)
	if err != nil {
		return nil, err
	}
	for i, src := range sources {
		sources[i] = drain(src, src)
	}
	return gathered(sources), nil
}

// openInterfaces opens one Source of interfaces, by the engine that is asked for.
func (c *Config) openInterfaces(names []string, o live.Options) (capture.Source, error) {
	if c.CaptureEngine != nil {
		return c.CaptureEngine.Open(names, o)
	}
	return live.Open(names, o)
}

// sharesRings reports whether each worker has rings of its own. What is inside a tunnel in one direction only comes to
// another ring than its answers.
func sharesRings(c *Config) bool {
	return c.Workers > 1 && c.MaxFlows == maxInt && !c.Wait && !c.IgnoreTunnel && c.CaptureEngine == nil
}

// linkOfAll returns the link type of interfaces, and whether they all have the same.
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

// live returns how interfaces are captured.
func (c *Config) live() live.Options {
	return live.Options{Snaplen: c.Snaplen, RingSize: c.RingSize, BlockTimeout: c.BlockTimeout,
		NoPromiscuous: c.NoPromiscuous, HardwareTime: c.HardwareTime, Wait: c.Wait}
}
