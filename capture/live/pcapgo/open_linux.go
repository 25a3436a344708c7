package pcapgo

import (
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/capture/live/internal/gopacketengine"
)

var sockets = &gopacketengine.Engine{Name: "pcapgo",
	New: func(name string, _ *live.Options) (gopacketengine.Handle, error) {
		return pcapgo.NewEthernetHandle(name)
	},
	Shut: func(h gopacketengine.Handle) { h.(*pcapgo.EthernetHandle).Close() }}

func open(names []string, o live.Options) (capture.Source, error) { return sockets.Open(names, o) }
