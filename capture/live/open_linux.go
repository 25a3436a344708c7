package live

import (
	"github.com/nfstream/nfstream-go/capture"
)

// open returns n Sources. They share packets if n is above 1 or shared is set.
func open(names []string, n int, o Options, shared bool) ([]capture.Source, error) {
	if err := checkNames(names, n); err != nil {
		return nil, err
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	o.shared = shared
	all, err := openSources(names, n, &o)
	if err == nil && shared {
		err = shareAll(all, &o)
	}
	for i := 0; i < len(all) && err == nil; i++ {
		err = all[i].start()
	}
	sources := make([]capture.Source, len(all))
	for i, s := range all {
		sources[i] = s
		if err != nil {
			s.Close()
		}
	}
	if err != nil {
		return nil, err
	}
	return sources, nil
}

// openSources returns the Sources that it could open, and the error that stopped it.
func openSources(names []string, n int, o *Options) (all []*source, err error) {
	for range n {
		s, err := newSource(names, o)
		if err != nil {
			return all, err
		}
		all = append(all, s)
	}
	return all, nil
}

// shareAll puts the sockets of each interface into a group.
func shareAll(all []*source, o *Options) error {
	for i := range all[0].ports {
		var ports []*port
		for _, s := range all {
			ports = append(ports, s.ports[i])
		}
		number := o.Group
		if number != 0 {
			number += uint16(i)
		}
		if err := share(ports, number, o.Spread); err != nil {
			return err
		}
	}
	return nil
}
