//go:build !nfstream_no_voip

// Package voip has the protocols that set up calls between people, find ways for them, and carry their sound and pictures.
package voip

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_voip.
func Protos() []l7.Proto {
	return l7.Collect(sip, stun, stunStream, mgcp, megaco, h323, ras, iax, skinny, noe, teamSpeak, mumble,
		lineCall, imo, viber, viberCall, rtp, rtpStream, rtcp,
	)
}
