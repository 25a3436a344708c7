package nfstream

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"github.com/nfstream/nfstream-go/capture"
)

// openSources opens captures by name, or says of a name that is neither that nor an interface.
func openSources(names []string) (capture.Source, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: none is named", ErrSource)
	}
	for _, name := range names {
		if err := checkSource(name); err != nil {
			return nil, err
		}
	}
	return capture.Open(names...)
}

func checkSource(name string) error {
	if name == "-" {
		return nil
	}
	_, err := os.Stat(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, noInterface := net.InterfaceByName(name); noInterface == nil {
		return fmt.Errorf("%w: %s is an interface, and live capture is not supported yet", ErrSource, name)
	}
	return fmt.Errorf("%w: %s is neither a file, nor a folder, nor an interface", ErrSource, name)
}
