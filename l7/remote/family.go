//go:build !nfstream_no_remote

// Package remote has the protocols of terminals and desktops that are elsewhere.
package remote

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_remote.
func Protos() []l7.Proto {
	return l7.Collect(
		rdp, rdpDatagram, telnet, rsh, teamViewer, teamViewerDatagram, noMachine, radmin, xdmcp,
		vnc, x11, rlogin,
	)
}
