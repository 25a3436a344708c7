package live

import (
	"errors"
	"fmt"
	"os"
)

var (
	// ErrNotSupported reports a system without live capture.
	ErrNotSupported = errors.New("live capture is not supported on this system")
	// ErrPermission is wrapped if the process lacks CAP_NET_RAW. The error says how to grant it.
	ErrPermission = errors.New("no permission to capture packets")
	// ErrNoInterface is wrapped if no interface has the given name.
	ErrNoInterface = errors.New("no such interface")
	// ErrInterfaceDown is wrapped if an interface is down, or goes down during capture. Its frames up to then have
	// been delivered.
	ErrInterfaceDown = errors.New("interface is down")
	// ErrInterfaceGone is wrapped if an interface disappears during capture. Its frames up to then have been
	// delivered.
	ErrInterfaceGone = errors.New("interface is gone")
	// ErrLinkType is wrapped if the frames of an interface cannot be decoded.
	ErrLinkType = errors.New("link type cannot be decoded")
	// ErrOptions is wrapped if Options are invalid.
	ErrOptions = errors.New("invalid capture options")
)

// errRing ends a Source if its ring does not have the documented format.
var errRing = errors.New("malformed block in the kernel's ring")

// noPermission returns ErrPermission, and how to grant it.
func noPermission() error {
	program, _ := os.Executable()
	return fmt.Errorf("%w: CAP_NET_RAW is required: run as root, or grant it with `setcap cap_net_raw+ep %s`",
		ErrPermission, program)
}
