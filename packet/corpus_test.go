package packet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// capturedFrame is a frame of a capture.
type capturedFrame struct {
	Packet
	link LinkType
}

// frames calls f with every frame of a capture, in order.
func frames(t *testing.T, path string, f func(*capturedFrame)) {
	t.Helper()
	for c := range corpus.Frames(t, path) {
		f(&capturedFrame{Packet{Data: c.Data, Time: c.Time, WireLength: uint32(c.Length)}, LinkType(c.Link)})
	}
}

// flowName identifies a flow of the reference, without a direction.
type flowName struct {
	a, b         netip.AddrPort
	proto        uint64
	vlan, tunnel uint64
}

func (n flowName) String() string {
	return fmt.Sprintf("%v %v proto %d vlan %d tunnel %d", n.a, n.b, n.proto, n.vlan, n.tunnel)
}

func (n flowName) ordered() flowName {
	if n.b.Compare(n.a) < 0 {
		n.a, n.b = n.b, n.a
	}
	return n
}

type flowSum struct{ packets, bytes uint64 }

// referenceFlows reads the rows that nfstream 6.5.4 made of a capture.
func referenceFlows(t *testing.T, path string) map[flowName]flowSum {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	r := csv.NewReader(file)
	r.LazyQuotes = true
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	require.NoError(t, err)
	column := map[string]int{}
	for i, name := range names {
		column[name] = i
	}
	rows, err := r.ReadAll()
	require.NoError(t, err)
	flows := map[flowName]flowSum{}
	for _, row := range rows {
		text := func(name string) string { return strings.Trim(row[column[name]], `"`) }
		number := func(name string) uint64 {
			n, err := strconv.ParseUint(text(name), 10, 64)
			require.NoError(t, err)
			return n
		}
		end := func(side string) netip.AddrPort {
			addr, err := netip.ParseAddr(text(side + "_ip"))
			require.NoError(t, err)
			return netip.AddrPortFrom(addr, uint16(number(side+"_port")))
		}
		name := flowName{
			end("src"), end("dst"), number("protocol"), number("vlan_id"), number("tunnel_id"),
		}.ordered()
		sum := flows[name]
		sum.packets += number("bidirectional_packets")
		sum.bytes += number("bidirectional_bytes")
		flows[name] = sum
	}
	return flows
}

// decodedFlows summarises a capture as the reference does. The reference decodes GTP, CAPWAP and IP in IP, and
// reports no tunnel for IP in IP.
func decodedFlows(t *testing.T, path string) map[flowName]flowSum {
	t.Helper()
	inner, outer := NewDecoder(Options{Tunnels: true}), NewDecoder(Options{})
	flows := map[flowName]flowSum{}
	frames(t, path, func(c *capturedFrame) {
		s := inner.Decode(&c.Packet, c.link)
		if s == OK && (c.Key.Tunnel > TunnelCAPWAP && c.Key.Tunnel != TunnelIPIP) {
			s = outer.Decode(&c.Packet, c.link)
		}
		if s != OK {
			return
		}
		tunnel := uint64(c.Key.Tunnel)
		if tunnel > uint64(TunnelCAPWAP) {
			tunnel = 0
		}
		name := flowName{c.Src(), c.Dst(), uint64(c.Key.Proto), uint64(c.Key.VLAN), tunnel}.ordered()
		sum := flows[name]
		sum.packets++
		sum.bytes += uint64(c.WireLength)
		flows[name] = sum
	})
	return flows
}

// stackedVLANs are the captures with two VLAN tags. The reference's vlan_id is the inner one.
var stackedVLANs = map[string]bool{
	"4in4tunnel.pcap": true, "custom_categories.pcapng": true, "dns.pcap": true, "false_positives.pcapng": true,
	"gtp_prime.pcapng": true, "http_origin_different_than_host.pcap": true, "ja3_lots_of_cipher_suites.pcap": true,
	"linecall_falsepositve.pcap": true, "rtmp.pcap": true, "tls_change_cipher.pcap": true, "zoom.pcap": true,
}

// differences lists the captures with flows that differ from the reference, and the reason.
var differences = map[string]string{
	"anydesk.pcapng":                 "the reference drops IPv4 packets of total length 0",
	"line.pcap":                      "the reference drops IPv4 packets of total length 0",
	"thrift.pcap":                    "the reference drops IPv4 packets of total length 0",
	"sctp.cap":                       "the reference reads no SCTP ports",
	"ip_fragmented_garbage.pcap":     "the reference reads no ports of first fragments, and drops the later ones",
	"nfs-ip_fragmented_garbage.pcap": "the reference reads no ports of first fragments, and drops the later ones",
	"capwap.pcap":                    "the reference takes some 802.11 management frames for IP, and drops the others",
	"fuzz-2006-06-26-2594.pcap":      "fuzzed: later fragments without a first, which the reference reads ports from",
	"fuzz-2006-09-29-28586.pcap":     "fuzzed: later fragments, and IP headers that contradict themselves",
	"fuzz-2020-02-16-11740.pcap":     "fuzzed: later fragments without a first, which the reference reads ports from",
	"fuzz-2021-10-13.pcap":           "fuzzed: a frame longer than its capture, which pcapgo does not read",
}

// compareFlows returns the number of flows of a capture and the number of equal ones.
func compareFlows(t *testing.T, capture string, want, got map[flowName]flowSum) (all, same int) {
	t.Helper()
	all = len(want)
	for flow, sum := range want {
		if got[flow] == sum {
			same++
			continue
		}
		t.Logf("%s: %v: reference %v, decoded %v", capture, flow, sum, got[flow])
	}
	for flow, sum := range got {
		if _, ok := want[flow]; !ok {
			all++
			t.Logf("%s: %v: decoded only: %v", capture, flow, sum)
		}
	}
	return all, same
}

func withoutVLAN(flows map[flowName]flowSum) map[flowName]flowSum {
	merged := map[flowName]flowSum{}
	for flow, sum := range flows {
		flow.vlan = 0
		sum.packets += merged[flow].packets
		sum.bytes += merged[flow].bytes
		merged[flow] = sum
	}
	return merged
}

func TestReferenceFlows(t *testing.T) {
	folder := corpus.Reference(t, "corpus")
	paths, err := filepath.Glob(filepath.Join(folder, "meter", "*.csv"))
	require.NoError(t, err)
	var same, all, captures, whole int
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		want := referenceFlows(t, path)
		got := decodedFlows(t, filepath.Join(folder, "pcap", name))
		if stackedVLANs[name] {
			want, got = withoutVLAN(want), withoutVLAN(got)
		}
		n, agree := compareFlows(t, name, want, got)
		all, same = all+n, same+agree
		captures++
		if n == agree {
			whole++
		}
		_, known := differences[name]
		require.Equal(t, known, n != agree, "%s: a difference is to be understood, then listed", name)
	}
	t.Logf("%d of %d captures agree wholly, %d of %d flows", whole, captures, same, all)
	require.Greater(t, float64(same)/float64(all), 0.98)
}
