package packet

import (
	"net/netip"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// innermost is the result of gopacket: the last IP layer and its ports.
type innermost struct {
	src, dst         netip.Addr
	srcPort, dstPort uint16
	vlan             uint16
	fragment, known  bool
}

// ask decodes a frame with gopacket. It reports no ports for a fragment, and no result if gopacket cannot decode the
// frame.
func ask(data []byte, link layers.LinkType) innermost {
	p := gopacket.NewPacket(data, link, gopacket.DecodeOptions{NoCopy: true})
	var in innermost
	for _, l := range p.Layers() {
		switch l := l.(type) {
		case *layers.Dot1Q:
			if in.vlan == 0 {
				in.vlan = l.VLANIdentifier
			}
		case *layers.IPv4:
			in.network(l.SrcIP, l.DstIP)
			in.fragment = in.fragment || l.Flags&layers.IPv4MoreFragments != 0 || l.FragOffset != 0
		case *layers.IPv6:
			in.network(l.SrcIP, l.DstIP)
		case *layers.IPv6Fragment:
			in.fragment = true
		case *layers.TCP:
			in.srcPort, in.dstPort = uint16(l.SrcPort), uint16(l.DstPort)
		case *layers.UDP:
			in.srcPort, in.dstPort = uint16(l.SrcPort), uint16(l.DstPort)
		case *layers.SCTP:
			in.srcPort, in.dstPort = uint16(l.SrcPort), uint16(l.DstPort)
		}
	}
	in.known = p.ErrorLayer() == nil && in.src.IsValid()
	return in
}

func (in *innermost) network(src, dst []byte) {
	in.src, _ = netip.AddrFromSlice(src)
	in.dst, _ = netip.AddrFromSlice(dst)
	in.srcPort, in.dstPort = 0, 0
}

// agrees reports whether a packet of status OK equals the result of gopacket.
func (in *innermost) agrees(p *Packet) bool {
	return netip.AddrPortFrom(in.src, in.srcPort) == p.Src() && netip.AddrPortFrom(in.dst, in.dstPort) == p.Dst() &&
		in.vlan == p.Key.VLAN
}

// oracleDifferences lists the captures with frames that gopacket decodes differently, with their number and the
// reason.
var oracleDifferences = map[string]struct {
	frames int
	why    string
}{
	"capwap.pcap":                {11, "gopacket does not know CAPWAP"},
	"teredo.pcap":                {24, "gopacket does not know Teredo"},
	"fuzz-2006-06-26-2594.pcap":  {2, "gopacket does not look at the IP version or header length"},
	"fuzz-2006-09-29-28586.pcap": {1, "gopacket does not look at the IP version or header length"},
	"fuzz-2020-02-16-11740.pcap": {1, "gopacket does not look at the IP version or header length"},
}

// TestOracle compares the frames of the corpus with the layers of gopacket, if gopacket decodes the whole frame.
func TestOracle(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(corpus.Reference(t, "corpus/pcap"), "*"))
	require.NoError(t, err)
	var all int
	for _, path := range paths {
		d := NewDecoder(Options{Tunnels: true})
		different := 0
		frames(t, path, func(c *capturedFrame) {
			want := ask(c.Data, layers.LinkType(c.link))
			status := d.Decode(&c.Packet, c.link)
			if !want.known || want.fragment {
				return
			}
			all++
			if status != OK || !want.agrees(&c.Packet) {
				different++
			}
		})
		name := filepath.Base(path)
		require.Equal(t, oracleDifferences[name].frames, different, name)
	}
	t.Logf("%d frames compared", all)
}

// strange lists the hand-made frames that gopacket does not support.
var strange = []string{
	"CAPWAP 802.3", "CAPWAP 802.11", "CAPWAP 802.11 swapped", "TZSP", "TZSP 802.11", "L2TP", "L2TP all fields",
	"L2TPv3 PPP in UDP", "VXLAN old port, VLAN inside", "VXLAN-GPE", "WCCP", "ERSPAN III", "UDP-Lite", "VXLAN-GPE NSH",
	"Teredo", "Teredo, authentication and origin", "Teredo origin", "Teredo in GTP", "MPLS in UDP",
	"MPLS in UDP, two labels", "MPLS in UDP, pseudowire", "GRE in UDP", "GRE in UDP with a key, Ethernet", "AYIYA",
	"AYIYA from a server",
	"GRE NSH", "ERSPAN II, MetaData inside", "VXLAN, VN-Tag inside",
}

// TestOracleSamples compares the hand-made frames that gopacket supports.
func TestOracleSamples(t *testing.T) {
	all := 0
	for _, s := range allSamples() {
		want := ask(s.frame, layers.LinkType(s.link))
		p, status := decode(s, Options{Tunnels: true})
		if !want.known || status != OK || slices.Contains(strange, s.name) {
			continue
		}
		all++
		require.True(t, want.agrees(&p), "%s: gopacket %+v, decoded %v %v", s.name, want, p.Src(), p.Dst())
	}
	t.Logf("%d frames compared", all)
}
