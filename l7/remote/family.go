//go:build !nfstream_no_remote

// Package remote has the protocols of terminals and desktops that are elsewhere.
package remote

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_remote.
func Protos() []l7.Proto {
	return []l7.Proto{
		rdp(), rdpDatagram(), telnet(), rsh(), teamViewer(), teamViewerDatagram(), noMachine(), radmin(), xdmcp(),
		x11(), rlogin(),
		// RFB, the protocol of VNC (RFC 6143, section 7.1.1): the version.
		l7.Prefixed(categories.VNC, l7.TCP, []uint16{5900, 5901}, "RFB 003.", "RFB 004.", "RFB 005."),
	}
}
