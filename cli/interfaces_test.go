package cli

import (
	"bytes"
	"encoding/json"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/emulate"
	"github.com/nfstream/nfstream-go/packet"
)

// someInterfaces are interfaces of all kinds.
func someInterfaces() []live.Interface {
	return []live.Interface{
		{Name: "lo", Index: 1, Up: true, Link: packet.LinkEthernet, Decodable: true, Permitted: true,
			Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/8"), netip.MustParsePrefix("::1/128")}},
		{Name: "eth\x1b[2J", Index: 2, Link: packet.LinkEthernet, Decodable: true, Permitted: true,
			Hardware: "02:00:00:00:00:01"},
		{Name: "can0", Index: 3, Up: true, Permitted: true},
		{Name: "tun0", Index: 4, Up: true, Link: packet.LinkRaw, Decodable: true},
	}
}

func TestInterfaceTable(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere nothing can be captured")
	}
	var out bytes.Buffer
	require.NoError(t, writeTable(&out, describeAll(someInterfaces())))
	require.Equal(t, `NAME     STATE  LINK      HARDWARE ADDRESS   CAPTURE      ADDRESSES
lo       up     Ethernet                     yes          127.0.0.1/8 ::1/128
eth?[2J  down   Ethernet  02:00:00:00:00:01  down
can0     up     unknown                      undecodable
tun0     up     IP                           forbidden
`, strings.ReplaceAll(out.String(), "eth\ufffd[2J ", "eth?[2J "))
}

func TestInterfaceFormats(t *testing.T) {
	list := describeAll(someInterfaces())
	var out bytes.Buffer
	require.NoError(t, writeCSV(&out, list))
	got := records(t, out.String())
	require.Len(t, got, 5)
	require.Equal(t, []string{"lo", "up", "Ethernet", "", list[0].Capture, "127.0.0.1/8 ::1/128"}, got[1])
	out.Reset()
	require.NoError(t, writeJSON(&out, list))
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var back struct {
			Name      string
			Index     int
			State     string
			Link      string `json:"link_type"`
			Hardware  string `json:"hardware_address"`
			Capture   string
			Addresses []string
		}
		require.NoError(t, json.Unmarshal([]byte(line), &back))
		require.Equal(t, list[i], iface(back))
	}
}

func TestCaptureAdvice(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere nothing can be captured")
	}
	var out bytes.Buffer
	adviseCapture(&out, someInterfaces())
	require.Empty(t, out.String())
	adviseCapture(&out, []live.Interface{{Name: "eth0"}})
	require.Contains(t, out.String(), "setcap cap_net_raw+ep /")
	require.Equal(t, 1, strings.Count(out.String(), "\n"))
}

func TestInterfacesOfThisMachine(t *testing.T) {
	emulate.Skip(t, "netlink")
	all, err := net.Interfaces()
	require.NoError(t, err)
	require.Equal(t, len(all)+1, strings.Count(good(t, "interfaces"), "\n"))
	got := records(t, good(t, "interfaces", "--format", "csv"))
	for i := range all {
		require.Equal(t, all[i].Name, got[i+1][0])
	}
	require.Equal(t, exitUsage, inside("interfaces", "--format", "xml").status)
}
