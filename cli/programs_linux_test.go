package cli

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// network is two hosts with a cable and a VXLAN over it. Programs run at one end, servers and captures at the other.
const cable = `set -e
ip -n $A link add a0 type veth peer name b0 netns $B
ip -n $A addr add 10.79.0.1/24 dev a0; ip -n $B addr add 10.79.0.2/24 dev b0
ip -n $A addr add fd79::1/64 dev a0 nodad; ip -n $B addr add fd79::2/64 dev b0 nodad
ip -n $A link set a0 up; ip -n $B link set b0 up
ip -n $A link add vx type vxlan id 79 local 10.79.0.1 remote 10.79.0.2 dstport 4789 dev a0
ip -n $B link add vx type vxlan id 79 local 10.79.0.2 remote 10.79.0.1 dstport 4789 dev b0
ip -n $A addr add 10.80.0.1/24 dev vx; ip -n $B addr add 10.80.0.2/24 dev vx
for host in $A $B; do ip netns exec $host bash -c 'echo 1 > /proc/sys/net/ipv6/conf/vx/disable_ipv6'; done
ip -n $A link set vx up; ip -n $B link set vx up
`

// servers stay until the test ends.
const servers = `cd $DIR
echo hello > index.html
ssh-keygen -q -t ed25519 -N '' -f $DIR/key
python3 -m http.server --bind :: 8080 >/dev/null 2>&1 &
iperf3 -s -p 5201 >/dev/null 2>&1 &
mkdir -p /run/sshd
/usr/sbin/sshd -D -e -f /dev/null -p 2222 -h $DIR/key -o PidFile=none >/dev/null 2>&1 &
wait
`

const programs = `ping -q -c 3 -i 0.2 10.79.0.2; ping -q -c 3 -i 0.2 fd79::2; ping -q -c 2 -i 0.2 10.80.0.2
curl -s -o /dev/null http://10.79.0.2:8080/; curl -s -o /dev/null http://[fd79::2]:8080/; curl -s -o /dev/null http://10.80.0.2:8080/
dig +time=1 +tries=1 @10.79.0.2 www.example.com
ssh -p 2222 -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null nobody@10.79.0.2 true
iperf3 -c 10.79.0.2 -p 5201 -n 20M; iperf3 -c fd79::2 -p 5201 -u -b 20M -t 1; iperf3 -c 10.80.0.2 -p 5201 -n 2M
true
`

// unicast excludes automatic traffic of hosts.
const unicast = "not ip6 multicast and not arp"

// script runs a shell script in a namespace.
func (h *host) script(text string, env ...string) *exec.Cmd {
	cmd := h.within(exec.Command("bash", "-c", text))
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// Traffic of real programs over IPv4, IPv6 and a tunnel, at up to thousands of packets per second, gives the same
// flows live, with any number of workers, as tcpdump's file of the same packets. Losses are reported.
func TestLiveWithRealPrograms(t *testing.T) {
	corpus.Whole(t, "a flag here")
	for _, program := range []string{"curl", "dig", "iperf3", "ping", "python3", "ssh", "/usr/sbin/sshd"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("this needs " + program)
		}
	}
	a, b := newHost(t), newHost(t)
	dir := t.TempDir()
	env := []string{"A=" + a.name, "B=" + b.name, "DIR=" + dir}
	wire := exec.Command("bash", "-c", cable)
	wire.Env = append(os.Environ(), env...)
	out, err := wire.CombinedOutput()
	require.NoError(t, err, string(out))
	serve := b.script(servers, env...)
	require.NoError(t, serve.Start())
	t.Cleanup(func() {
		_ = exec.Command("bash", "-c", "ip netns pids "+b.name+" | xargs -r kill").Run()
		_ = serve.Wait()
	})

	file := filepath.Join(dir, "b0.pcap")
	dump := b.dump("b0", file, "-B", "65536", unicast)
	meters := map[string]*meter{}
	for _, workers := range []string{"1", "2", "4"} {
		meters[workers] = b.meter("--workers", workers, "--idle-timeout", "1h", "--active-timeout", "1h",
			"--filter", unicast, "b0")
	}
	for _, up := range []string{"10.79.0.2 5201", "10.79.0.2 8080", "10.79.0.2 2222"} {
		require.Eventually(t, func() bool {
			return b.script("exec 3<>/dev/tcp/"+strings.Replace(up, " ", "/", 1)).Run() == nil
		}, time.Minute, 50*time.Millisecond, up)
	}
	out, err = a.script(programs).CombinedOutput()
	require.NoError(t, err, string(out))
	quiet(t, file, meters)
	if log := dump(); !strings.Contains(log, "\n0 packets dropped by kernel") {
		t.Skip("tcpdump lost packets: " + log)
	}

	want := strings.Split(strings.TrimSpace(good(t, "flows", "--fields", liveFields, "--idle-timeout", "1h",
		"--active-timeout", "1h", file)), "\n")[1:]
	slices.Sort(want)
	require.Contains(t, strings.Join(want, "\n"), ",SSH,")
	require.Contains(t, strings.Join(want, "\n"), ",10.80.0.2,")
	for workers, m := range meters {
		got := m.interrupted(t)
		if strings.Contains(m.stderr.String(), "dropped") {
			continue // the loss was reported
		}
		require.Equal(t, want, got, "%s workers: %s", workers, &m.stderr)
	}
}

// quiet waits until no packet has been written to the file or metered for a second.
func quiet(t *testing.T, file string, meters map[string]*meter) {
	t.Helper()
	var before string
	require.Eventually(t, func() bool {
		info, err := os.Stat(file)
		require.NoError(t, err)
		now := fmt.Sprint(info.Size())
		for _, workers := range slices.Sorted(maps.Keys(meters)) {
			now += fmt.Sprint(" ", metered(meters[workers].stderr.String()))
		}
		was := before
		before = now
		return was == now
	}, time.Minute, time.Second)
}
