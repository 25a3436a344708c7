//go:build !nfstream_no_games

package games

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const photonMaster = 5055 // the port of a master server

// photon recognises Photon, which goes by the name of the game that was seen with it first: a header with the peer, the
// number of commands, a time and a challenge, and the command that connects (Photon, Reliable UDP).
func photon() l7.Proto {
	return l7.Proto{
		ID: categories.TocaBoca, On: l7.UDP, Ports: []uint16{photonMaster}, Min: photonHeader + photonCommand,
		Probe:        probePhoton,
		EachDatagram: true,
		Samples: [][]byte{append([]byte("\xff\xff\x00\x01\x00\x00\x00\x04chal\x02\xff\x01\x04\x00\x00\x00\x2c\x00"+
			"\x00\x00\x01\x00\x00\x04\xb0"),
			make([]byte, 28)...)},
	}
}

const photonHeader, photonCommand = 12, 12

func probePhoton(c *l7.Ctx) l7.Verdict {
	const connect, verify, all = 2, 3, 0xff // commands, the channel of both
	b := c.Data
	if c.SrcPort != photonMaster && c.DstPort != photonMaster || len(b) < photonHeader+photonCommand || b[2] > 1 {
		return l7.Reject
	}
	for commands, at := int(b[3]), photonHeader; commands > 0 && at+photonCommand <= len(b); commands-- {
		n := int(binary.BigEndian.Uint32(b[at+4:]))
		if n < photonCommand || n > len(b)-at || b[at] == 0 || b[at] > 16 {
			return l7.Reject
		}
		if (b[at] == connect || b[at] == verify) && b[at+1] == all && n == 44 {
			return l7.Match
		}
		if at += n; commands == 1 && at == len(b) {
			return l7.Weak
		}
	}
	return l7.Reject
}
