package live

import (
	"errors"
	"fmt"
	"os"
)

var (
	// ErrNotSupported says that this system is not one that the package can capture on.
	ErrNotSupported = errors.New("live capture is not supported on this system")
	// ErrPermission is wrapped where the process lacks CAP_NET_RAW, and the error says how to grant it.
	ErrPermission = errors.New("no permission to capture packets")
	// ErrNoInterface is wrapped where there is no interface of the given name.
	ErrNoInterface = errors.New("no such interface")
	// ErrInterfaceDown is wrapped where an interface is down, or goes down while it is captured. Its frames up to there
	// have been delivered.
	ErrInterfaceDown = errors.New("interface is down")
	// ErrInterfaceGone is wrapped where an interface disappears while it is captured. Its frames up to there have been
	// delivered.
	ErrInterfaceGone = errors.New("interface is gone")
	// ErrLinkType is wrapped where frames of an interface cannot be decoded.
	ErrLinkType = errors.New("link type cannot be decoded")
	// ErrOptions is wrapped where Options are impossible.
	ErrOptions = errors.New("capture options")
)

// errRing ends a Source whose ring does not have the form that the kernel's documentation gives it.
var errRing = errors.New("malformed block in the ring of the kernel")

// noPermission returns ErrPermission, and how to grant it.
func noPermission() error {
	program, _ := os.Executable()
	return fmt.Errorf("%w: it takes CAP_NET_RAW: run as root, or grant it with `setcap cap_net_raw+ep %s`", ErrPermission,
		program)
}
