package categories_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

func TestDefaultPort(t *testing.T) {
	for _, c := range []struct {
		transport categories.Transport
		port      uint16
		want      categories.ID
	}{
		{categories.TransportTCP, 443, categories.TLS},
		{categories.TransportUDP, 443, categories.QUIC},
		{categories.TransportTCP, 80, categories.HTTP},
		{categories.TransportUDP, 80, categories.Unknown},
		{categories.TransportTCP, 445, categories.SMBv23},
		{categories.TransportTCP, 8080, categories.HTTPProxy},
		{categories.TransportUDP, 3478, categories.STUN},
		{categories.TransportTCP, 0, categories.Unknown},
		{categories.TransportUDP, 65535, categories.Unknown},
		{categories.TransportTCP | categories.TransportUDP, 53, categories.Unknown},
		{0, 53, categories.Unknown},
	} {
		require.Equal(t, c.want, categories.DefaultPort(c.transport, c.port), "%d/%d", c.port, c.transport)
	}
}

// TestDefaultPorts compares the lookup of each port with the ports of all ids.
func TestDefaultPorts(t *testing.T) {
	var tcp, udp [1 << 16]categories.ID
	for id := range categories.All() {
		t, u := categories.Ports(id)
		own(&tcp, t, id)
		own(&udp, u, id)
	}
	for port := range 1 << 16 {
		require.Equal(t, tcp[port], categories.DefaultPort(categories.TransportTCP, uint16(port)))
		require.Equal(t, udp[port], categories.DefaultPort(categories.TransportUDP, uint16(port)))
	}
}

func own(owners *[1 << 16]categories.ID, ranges []categories.PortRange, id categories.ID) {
	for _, r := range ranges {
		for port := int(r.First); port <= int(r.Last); port++ {
			owners[port] = max(owners[port], id)
		}
	}
}

func TestPorts(t *testing.T) {
	tcp, udp := categories.Ports(categories.Syslog)
	require.Equal(t, []categories.PortRange{{514, 514}, {601, 601}, {6514, 6514}}, tcp)
	require.Equal(t, []categories.PortRange{{514, 514}}, udp)
	tcp[0].First = 1
	again, _ := categories.Ports(categories.Syslog)
	require.EqualValues(t, 514, again[0].First)
}
