package filter_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
)

// tcpdumpLinks are tcpdump's names of link types.
var tcpdumpLinks = map[packet.LinkType]string{
	packet.LinkEthernet: "EN10MB", packet.LinkRaw: "RAW", packet.LinkIPv4: "IPV4", packet.LinkIPv6: "IPV6",
	packet.LinkLinuxSLL: "LINUX_SLL", packet.LinkLinuxSLL2: "LINUX_SLL2", packet.LinkNull: "NULL",
	packet.LinkLoop: "LOOP", packet.LinkPPP: "PPP", packet.LinkPPPHDLC: "PPP_SERIAL",
	packet.LinkCiscoHDLC: "C_HDLC", packet.LinkPPPoE: "PPP_ETHER",
	packet.LinkIEEE80211: "IEEE802_11", packet.LinkRadiotap: "IEEE802_11_RADIO", packet.LinkPPI: "PPI",
	packet.LinkAVS: "IEEE802_11_RADIO_AVS", packet.LinkPrism: "PRISM_HEADER",
}

// thorough are the link types for which all expressions are compared. The others are rare in the captures and
// similar; half of the expressions are compared for each.
var thorough = map[packet.LinkType]bool{
	packet.LinkEthernet: true, packet.LinkRaw: true, packet.LinkLinuxSLL: true, packet.LinkPPP: true,
	packet.LinkRadiotap: true,
}

// tcpdump compiles with libpcap. refused is tcpdump's error message.
func tcpdump(t testing.TB, expression string, link packet.LinkType, flags ...string) (p filter.Foreign, refused string) {
	t.Helper()
	return tcpdumpOf(t, expression, tcpdumpLinks[link], flags...)
}

// tcpdumpOf is tcpdump for tcpdump's name of a link type.
func tcpdumpOf(t testing.TB, expression, link string, flags ...string) (p filter.Foreign, refused string) {
	t.Helper()
	var raw []bpf.RawInstruction
	cmd := exec.Command("tcpdump", append(flags, "-y", link, "-ddd", expression)...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if cmd.Run() != nil {
		if strings.Contains(complaint.String(), "expression rejects all packets") {
			return filter.NewForeign([]bpf.RawInstruction{{Op: 0x06}}), ""
		}
		return nil, strings.TrimSpace(complaint.String())
	}
	lines := bufio.NewScanner(&out)
	lines.Scan()
	for lines.Scan() {
		var in bpf.RawInstruction
		_, err := fmt.Sscan(lines.Text(), &in.Op, &in.Jt, &in.Jf, &in.K)
		require.NoError(t, err)
		raw = append(raw, in)
	}
	return filter.NewForeign(raw), ""
}

type frame struct {
	data   []byte
	length uint32
	where  string
}

// maxOracleFrames is the number of frames compared per capture.
const maxOracleFrames = 400

func corpusFrames(t testing.TB) map[packet.LinkType][]frame {
	t.Helper()
	corpus.Reference(t, "corpus/pcap")
	frames := map[packet.LinkType][]frame{}
	for _, path := range corpus.AtHand(t) {
		src, err := capture.OpenFile(path)
		if err != nil {
			continue // not a capture
		}
		var b capture.Batch
		for n := 0; n < maxOracleFrames && err == nil; {
			err = src.Next(context.Background(), &b)
			for i := range b.Frames {
				f := &b.Frames[i]
				n++
				where := fmt.Sprintf("%s frame %d", path[strings.LastIndexByte(path, '/')+1:], n)
				frames[f.Link] = append(frames[f.Link], frame{bytes.Clone(f.Data), f.Length, where})
			}
		}
		require.NoError(t, src.Close())
	}
	return frames
}

// The programs of tcpdump and of this package accept the same frames of the captures, and of frames made from them.
func TestSameFramesAsTcpdump(t *testing.T) {
	corpus.Whole(t, "zstd")
	if _, err := exec.LookPath("tcpdump"); err != nil {
		t.Skipf("needs tcpdump: %v", err)
	}
	frames := corpusFrames(t)
	addMade(frames)
	type job struct {
		link       packet.LinkType
		expression string
	}
	jobs := make(chan job)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for j := range jobs {
				compareWithTcpdump(t, j.expression, j.link, frames[j.link])
			}
		})
	}
	for link := range tcpdumpLinks {
		for i, e := range oracleExpressions {
			if thorough[link] || i%2 == int(link)%2 {
				jobs <- job{link, e}
			}
		}
		if isWirelessLink(link) {
			for _, e := range wirelessExpressions {
				jobs <- job{link, e}
			}
		}
	}
	close(jobs)
	wg.Wait()
}

// comparable skips the frames that libpcap always reads differently.
func comparable(link packet.LinkType, data []byte) bool {
	switch link {
	case packet.LinkNull, packet.LinkLoop:
		// libpcap knows one number for IPv6 and one byte order; they differ by system.
		known := map[string]bool{"\x02\x00\x00\x00": true, "\x0a\x00\x00\x00": true}
		if link == packet.LinkLoop {
			known = map[string]bool{"\x00\x00\x00\x02": true, "\x00\x00\x00\x0a": true}
		}
		return len(data) < 4 || known[string(data[:4])]
	case packet.LinkPPP, packet.LinkPPPHDLC:
		// libpcap does not support PPP without address and control fields.
		return len(data) == 0 || data[0] == 0xff
	}
	if !isWirelessLink(link) {
		return true
	}
	at := map[packet.LinkType]int{packet.LinkPrism: 144, packet.LinkAVS: 64}[link]
	if (link == packet.LinkRadiotap || link == packet.LinkPPI) && len(data) > 2 {
		at = int(data[2])
	}
	// libpcap ignores a fourth address and HT control in the length of the header (IEEE 802.11, section 9.3.2.1), and
	// parts of the header of cut frames.
	return len(data) >= at+24 && data[at+1]&3 != 3 && data[at+1]&0x80 == 0
}

func isWirelessLink(l packet.LinkType) bool {
	return strings.HasPrefix(filter.LinkName(l), "IEEE802_11") || l == packet.LinkPPI
}

func compareWithTcpdump(t *testing.T, expression string, link packet.LinkType, frames []frame) {
	if reason := knownDifference(expression, link); reason != "" {
		return
	}
	want, refused := tcpdump(t, expression, link)
	plain := sync.OnceValue(func() filter.Foreign {
		program, _ := tcpdump(t, expression, link, "-O")
		return program
	})
	got, err := filter.Compile(expression, link)
	switch {
	case refused != "" && err != nil:
		return
	case refused != "":
		return // this package supports more
	case errors.Is(err, filter.ErrLink) && len(want) == 1:
		return // never matches for this link type
	case err != nil:
		t.Errorf("%s on %s: %v", expression, filter.LinkName(link), err)
		return
	}
	differ := 0
	for i := range frames {
		f := &frames[i]
		if !comparable(link, f.data) {
			continue
		}
		a, b := want.Match(f.data, f.length), got.Match(f.data, int(f.length))
		// For a cut frame the order of loads decides. libpcap's optimiser changes the order.
		if a != b && plain().Match(f.data, f.length) != b {
			if differ++; differ == 1 {
				t.Errorf("%s on %s, %s: tcpdump %v, here %v\n%x", expression, filter.LinkName(link), f.where, a, b,
					f.data[:min(len(f.data), 100)])
			}
		}
	}
	if differ > 1 {
		t.Errorf("%s on %s: %d of %d frames differ", expression, filter.LinkName(link), differ, len(frames))
	}
}
