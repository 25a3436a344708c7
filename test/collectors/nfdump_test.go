package collectors

import (
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// nfdump shows all biflows of IPFIX, and all flows of NetFlow 9, with their applications.
func TestNfdump(t *testing.T) {
	for _, format := range []string{"ipfix", "netflow9"} {
		dir, port := t.TempDir(), freePort(t)
		stop := start(t, port, filepath.Join(t.TempDir(), "log"), need(t, "nfcapd"), "-w", dir, "-p", port, "-b", "127.0.0.1",
			"-t", "3600", "-B", "4000000")
		want := send(t, format, port, "")
		stop()
		got := nfdump(t, dir)
		same(t, format, want, got)
		t.Logf("%s: %d directions alike", format, len(want))
	}
}

// nfdump returns what nfcapd has kept in a folder.
func nfdump(t *testing.T, dir string) (all []direction) {
	t.Helper()
	out, err := exec.Command(need(t, "nfdump"), "-R", dir, "-q", "-N", "-6", "-o",
		"fmt:%sa;%sp;%da;%dp;%pr;%ipkt;%ibyt;%opkt;%obyt;%nbnam").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		c := strings.Split(line, ";")
		if len(c) < 10 {
			require.Contains(t, line, "No matching flows")
			continue
		}
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		src, dst := nfEnd(t, c[0], c[1]), nfEnd(t, c[2], c[3])
		name, _, _ := strings.Cut(c[9], "/")
		all = append(all, direction{src, dst, c[4], c[5], c[6], name})
		if c[7] != "0" {
			all = append(all, direction{dst, src, c[4], c[7], c[8], name})
		}
	}
	return all
}

func nfEnd(t *testing.T, address, port string) string {
	t.Helper()
	a, err := netip.ParseAddr(address)
	require.NoError(t, err)
	port, _, _ = strings.Cut(port, ".") // of ICMP it shows type and code here
	return end(a.String(), port)
}
