package nfstream

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
)

// openSources opens captures by name, or interfaces. A file goes before an interface of the same name.
func openSources(names []string, c *Config) (capture.Source, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: none is named", ErrSource)
	}
	interfaces := 0
	for _, name := range names {
		is, err := isInterface(name)
		if err != nil {
			return nil, err
		}
		if is {
			interfaces++
		}
	}
	switch interfaces {
	case 0:
		return capture.Open(names...)
	case len(names):
		return live.Open(names, c.live())
	}
	return nil, fmt.Errorf("%w: captures and interfaces are not metered together", ErrSource)
}

// isInterface reports whether a name is that of an interface, or says that it is that of nothing.
func isInterface(name string) (bool, error) {
	if name == "-" {
		return false, nil
	}
	_, err := os.Stat(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if _, noInterface := net.InterfaceByName(name); noInterface == nil || name == live.Any {
		return true, nil
	}
	return false, fmt.Errorf("%w: %s is neither a file, nor a folder, nor an interface", ErrSource, name)
}

// live returns how interfaces are captured.
func (c *Config) live() live.Options {
	return live.Options{Snaplen: c.Snaplen, RingSize: c.RingSize, BlockTimeout: c.BlockTimeout,
		NoPromiscuous: c.NoPromiscuous, HardwareTime: c.HardwareTime, Wait: c.Wait}
}
