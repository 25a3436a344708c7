// Package pcapgo captures the packets of interfaces by gopacket's plain packet sockets, as an engine for package nfstream.
//
// The rows are those of the rings of package capture/live, which cost less: here each packet is a system call and a copy. A
// program that imports this package links gopacket/layers, which is 1.6 MB.
package pcapgo

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
)

// Engine captures by pcapgo.EthernetHandle. It takes the options Snaplen, NoPromiscuous, Filter and Tick, and refuses Wait,
// HardwareTime and Group, and the interface Any. RingSize is that of no ring: the socket's buffer has the size of the
// system (net.core.rmem_default). It ends when an interface goes down. Of a VLAN tag that the kernel took off, the
// identifier is put back, with the TPID 0x8100.
var Engine live.Engine = engine{}

type engine struct{}

func (engine) String() string { return "pcapgo" }

func (engine) Open(names []string, o live.Options) (capture.Source, error) { return open(names, o) }
