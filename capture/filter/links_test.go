package filter_test

import (
	"encoding/hex"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
)

// rareLinks are headers of rare link types before IPv4.
var rareLinks = map[packet.LinkType][]string{
	packet.LinkFDDI:         {"50" + macs + "aaaa03 000000 0800"},
	packet.LinkTokenRing:    {"10 40" + macs + "aaaa03 000000 0800", "10 40 021122334455 821122334455 0630 0011 0020 aaaa03 000000 0800"},
	packet.LinkARCNET:       {"01 02 d4 00 0001", "01 02 f0"},
	packet.LinkARCNETLinux:  {"01 02 0000 d4 00 0001", "01 02 0000 f0"},
	packet.LinkATM:          {"aaaa03 000000 0800"},
	packet.LinkSLIP:         {"01 45 0000000000000000000000000000"},
	packet.LinkFrameRelay:   {"1841 03cc", "1841 0800"},
	packet.LinkFRDir:        {"01 1841 03cc"},
	packet.LinkENC:          {"02000000 00000000 00000000", "00000002 00000000 00000000"},
	packet.LinkPFLOG:        {"3d02" + strings.Repeat("00", 62), "6402" + strings.Repeat("00", 98)},
	packet.LinkIPNET:        {"0102 0000 00000000 00000000 00000000 00000000 00000000"},
	packet.LinkIPOverFC:     {"1000 021122334455 1000 020000000001 aaaa03 000000 0800"},
	packet.LinkSunATM:       {"82 00 0020 aaaa03 000000 0800"},
	packet.LinkAppleIP1394:  {"0102030405060708 0807060504030201 0800"},
	packet.LinkPPPD:         {"01 03 0021"},
	packet.LinkCiscoHDLCDir: {"01 0f00 0800"},
	packet.LinkIPoIB:        {"0800 0000"},
	packet.LinkNetAnalyzer:  {"00000000" + macs + "0800"},
	packet.LinkNetAnalyzerT: {"00000000 55555555555555d5" + macs + "0800"},
	packet.LinkEPON:         {"5555d5550001" + macs + "0800"},
	packet.LinkDSABroadcom:  {macs + "20000001 0800"},
	packet.LinkDSABroadcomP: {"20000001" + macs + "0800"},
	packet.LinkDSAMarvell:   {macs + "c0000000 0800"},
	packet.LinkEDSAMarvell:  {macs + "dada 0000 c0000000 0800"},

	packet.LinkJuniperEther:    {"4d474300" + macs + "0800", "4d474381 0006 010400000001" + macs + "0800"},
	packet.LinkJuniperPPPoE:    {"4d474300" + macs + "0800"},
	packet.LinkJuniperPPP:      {"4d474300 ff03 0021", "4d474300 0021"},
	packet.LinkJuniperCHDLC:    {"4d474301 0f00 0800"},
	packet.LinkJuniperFrame:    {"4d474301 1841 03cc"},
	packet.LinkJuniperATM1:     {"4d474301 00000000 aaaa03 000000 0800"},
	packet.LinkJuniperATM2:     {"4d474301 0000000000000000 aaaa03 000000 0800"},
	packet.LinkJuniperGGSN:     {"4d474301 0000020000000000"},
	packet.LinkJuniperMonitor:  {"4d474301 0000020000000000"},
	packet.LinkJuniperServices: {"4d474381 0004 01020001 0000020000000000"},
}

// Programs find the same headers after the link layer as the decoder.
func TestRareLinks(t *testing.T) {
	for link, headers := range rareLinks {
		for _, header := range headers {
			frame, err := hex.DecodeString(strings.ReplaceAll(header+ipv4TCP, " ", ""))
			require.NoError(t, err, filter.LinkName(link))
			p := packet.Packet{Data: frame, WireLength: uint32(len(frame))}
			require.Equal(t, packet.OK, packet.NewDecoder(packet.Options{}).Decode(&p, link), "%s %s", filter.LinkName(link), header)
			for expression, want := range map[string]bool{
				"ip": true, "tcp": true, "tcp port 443": true, "host 10.0.0.1": true, "src 10.0.0.1 and dst 192.168.1.2": true,
				"net 192.168.0.0/16": true, "ip[8] = 64": true, "tcp[tcpflags] = tcp-syn": true, "not udp": true,
				"ip6": false, "udp": false, "port 80": false, "not tcp": false, "src host 192.168.1.2": false,
			} {
				program, err := filter.Compile(expression, link)
				require.NoError(t, err)
				require.Equal(t, want, program.Match(frame, len(frame)), "%s on %s %s", expression, filter.LinkName(link), header)
			}
		}
	}
}

func TestDirectionOfRareLinks(t *testing.T) {
	for link, header := range map[packet.LinkType]string{packet.LinkPPPD: "01", packet.LinkSLIP: "01",
		packet.LinkFRDir: "01", packet.LinkCiscoHDLCDir: "01", packet.LinkJuniperEther: "4d474300"} {
		frame, err := hex.DecodeString(header + strings.Repeat("00", 40))
		require.NoError(t, err)
		program, err := filter.Compile("outbound", link)
		require.NoError(t, err)
		require.True(t, program.Match(frame, len(frame)), filter.LinkName(link))
	}
}

// Link types with headers at variable offsets have no programs.
func TestLinksWithoutPrograms(t *testing.T) {
	for _, link := range []packet.LinkType{packet.LinkNFLOG, packet.LinkPKTAP, packet.LinkERF, packet.LinkTZSP,
		packet.LinkDOCSIS, packet.LinkGFP, packet.LinkAX25, packet.LinkFC2, packet.LinkMFR, packet.LinkJuniperMFR} {
		_, err := filter.Compile("tcp", link)
		require.ErrorIs(t, err, filter.ErrLink, filter.LinkName(link))
	}
}

// rareTcpdump are those link types for which libpcap knows the offset of the network layer. For frame relay and SLIP
// it loads from wrong offsets; for Juniper it tests only the magic number.
var rareTcpdump = map[packet.LinkType]string{
	packet.LinkFDDI: "FDDI", packet.LinkTokenRing: "IEEE802", packet.LinkATM: "ATM_RFC1483",
	packet.LinkIPNET: "IPNET", packet.LinkNetAnalyzer: "NETANALYZER", packet.LinkNetAnalyzerT: "NETANALYZER_TRANSPARENT",
	packet.LinkSunATM: "SUNATM", packet.LinkIPOverFC: "IP_OVER_FC", packet.LinkAppleIP1394: "APPLE_IP_OVER_IEEE1394",
	packet.LinkPPPD: "PPP_PPPD", packet.LinkARCNET: "ARCNET", packet.LinkARCNETLinux: "ARCNET_LINUX",
}

var rareExpressions = strings.Split("ip|ip6|arp|tcp|udp|icmp6|not ip|tcp port 80|port 53|src host 10.0.0.1|net 10|"+
	"ip[8] > 63|tcp[13] & 2 != 0|udp[4:2] > 20|less 100|ip6 host fe80::1|ip proto 47|portrange 1-1023|not port 443", "|")

// The programs of tcpdump accept the same frames of rare link types.
func TestRareLinksAsTcpdump(t *testing.T) {
	corpus.Whole(t, "zstd")
	if _, err := exec.LookPath("tcpdump"); err != nil {
		t.Skipf("needs tcpdump: %v", err)
	}
	inner := corpusFrames(t)[packet.LinkRaw]
	ethernet := corpusFrames(t)[packet.LinkEthernet]
	for i := 0; i < len(ethernet); i += 7 {
		if f := &ethernet[i]; len(f.data) > 14 && f.data[12] == 8 && f.data[13] == 0 {
			inner = append(inner, frame{f.data[14:], f.length - 14, f.where})
		}
	}
	var wg sync.WaitGroup
	for link, name := range rareTcpdump {
		wg.Go(func() {
			header, err := hex.DecodeString(strings.ReplaceAll(rareLinks[link][0], " ", ""))
			require.NoError(t, err)
			var frames []frame
			for _, f := range inner {
				frames = append(frames, frame{append(header[:len(header):len(header)], f.data...), f.length + uint32(len(header)), f.where})
			}
			for _, e := range rareExpressions {
				compareProgram(t, e, link, name, frames)
			}
		})
	}
	wg.Wait()
}

func compareProgram(t *testing.T, expression string, link packet.LinkType, name string, frames []frame) {
	want, refused := tcpdumpOf(t, expression, name)
	got, err := filter.Compile(expression, link)
	if refused != "" || err != nil {
		t.Errorf("%s on %s: tcpdump %s, here %v", expression, name, refused, err)
		return
	}
	for i := range frames {
		f := &frames[i]
		if a, b := want.Match(f.data, f.length), got.Match(f.data, int(f.length)); a != b {
			t.Errorf("%s on %s, %s: tcpdump %v, here %v\n%x", expression, name, f.where, a, b, f.data[:min(len(f.data), 100)])
			return
		}
	}
}
