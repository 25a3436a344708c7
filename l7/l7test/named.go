package l7test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Named is a flow and what it has to be called, 0 for nothing.
type Named struct {
	Script
	Protocol, Application categories.ID
}

// CheckNames fails where an engine of the protocols calls a flow something else. A guess by port is no name.
func CheckNames(t *testing.T, protos []l7.Proto, flows ...Named) {
	t.Helper()
	CheckDescriptors(t, protos)
	e := l7.NewEngine(l7.Compile(protos), l7.Limits{TCP: 32, UDP: 32})
	for _, f := range flows {
		k := f.Play(e)
		if !k.Flow.Decided() {
			k.End()
		}
		if k.Flow.Confidence == l7.ByPort {
			k.Flow.Protocol = 0
		}
		require.Equal(t, f.Protocol.Name(), k.Flow.Protocol.Name(), "%.80q", f.Turns)
		require.Equal(t, f.Application.Name(), k.Flow.Application.Name(), "%.80q", f.Turns)
	}
	require.Zero(t, e.Busy(), "states are given back")
}

// OverTCP returns a connection to a port in which either side speaks in turn, the source first.
func OverTCP(protocol categories.ID, port uint16, turns ...string) Named {
	return Named{Script: Script{On: l7.TCP, Port: port, Turns: turns}, Protocol: protocol}
}

// OverUDP returns datagrams to a port and back in turn, the source first.
func OverUDP(protocol categories.ID, port uint16, turns ...string) Named {
	return Named{Script: Script{On: l7.UDP, Port: port, Turns: turns}, Protocol: protocol}
}

// Carrying returns the flow with the application that its protocol is to carry.
func (n Named) Carrying(app categories.ID) Named {
	n.Application = app
	return n
}
