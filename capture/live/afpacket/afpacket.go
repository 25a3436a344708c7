// Package afpacket captures the packets of interfaces by gopacket's TPACKET_V3 rings, as an engine for package nfstream.
//
// The rows are those of the rings of package capture/live, which costs less: it lends the frames where this copies each, and
// each worker has a ring of its own. This is for comparing, and for those who know gopacket's rings.
package afpacket

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
)

// Engine captures by afpacket.TPacket. It takes the options Snaplen, NoPromiscuous, Filter, RingSize, BlockSize,
// BlockTimeout and Tick, and refuses the others. It ends when an interface goes down. A priority tag of VLAN 0 and
// priority 0 is not put back. Of interfaces with neither Ethernet headers nor IP ones first it sees the kernel's frames as
// they are.
var Engine live.Engine = engine{}

type engine struct{}

func (engine) String() string { return "afpacket" }

func (engine) Open(names []string, o live.Options) (capture.Source, error) { return open(names, o) }
