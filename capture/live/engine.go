package live

import (
	"fmt"
	"slices"

	"github.com/nfstream/nfstream-go/capture"
)

// An Engine captures the packets of interfaces in another way than the rings of this package. Packages capture/live/afpacket
// and capture/live/pcapgo have those of gopacket, which only a program that imports them links.
type Engine interface {
	// Open returns one Source of the packets of the named interfaces, as the function Open does, or an error that wraps
	// ErrOptions where the engine lacks what the options ask for.
	Open(names []string, o Options) (capture.Source, error)
	String() string
}

// Prepare checks names and options as Open does, and fills in the defaults of the options, for an Engine. It returns the
// named interfaces in order; Any stands for all and is none of them.
func Prepare(names []string, o *Options) ([]Interface, error) {
	if err := checkNames(names, 1); err != nil {
		return nil, err
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	all, err := Interfaces()
	if err != nil {
		return nil, err
	}
	if names[0] == Any {
		return nil, nil
	}
	var named []Interface
	for _, name := range names {
		i := slices.IndexFunc(all, func(i Interface) bool { return i.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("%w: %s", ErrNoInterface, name)
		}
		named = append(named, all[i])
		switch d := &all[i]; {
		case !d.Permitted:
			return nil, noPermission()
		case !d.Up:
			return nil, fmt.Errorf("%w: %s: set it up", ErrInterfaceDown, name)
		case !d.Decodable:
			return nil, fmt.Errorf("%w: %s", ErrLinkType, name)
		}
	}
	return named, nil
}

func checkNames(names []string, n int) error {
	switch {
	case len(names) == 0:
		return fmt.Errorf("%w: no interface given", ErrOptions)
	case n < 1 || n > 256:
		return fmt.Errorf("%w: %d Sources; 1 to 256 can share an interface", ErrOptions, n)
	}
	for i, name := range names {
		switch {
		case slices.Contains(names[:i], name):
			return fmt.Errorf("%w: interface %s is given twice", ErrOptions, name)
		case name == Any && len(names) > 1:
			return fmt.Errorf("%w: %s cannot be combined with other interfaces", ErrOptions, Any)
		}
	}
	return nil
}
