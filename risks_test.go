package nfstream_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/risk"
)

// flowEnds names a flow by its ends in any order.
type flowEnds struct {
	a, b  netip.AddrPort
	proto uint8
}

func endsOf(a, b netip.AddrPort, proto uint8) flowEnds {
	if b.Compare(a) < 0 {
		a, b = b, a
	}
	return flowEnds{a, b, proto}
}

// risksOf returns the risks of a capture's flows, each the first of its ends.
func risksOf(t *testing.T, path string, cfg nfstream.Config) map[flowEnds]risk.Report {
	s, err := nfstream.Open(path, cfg)
	require.NoError(t, err, path)
	found := map[flowEnds]risk.Report{}
	for f, err := range s.Flows(context.Background()) {
		if err != nil {
			break // damaged at its end
		}
		k := endsOf(f.Src(), f.Dst(), f.Protocol())
		if _, twice := found[k]; !twice {
			found[k] = f.Risks()
		}
	}
	return found
}

// riskLabels is a flow of a reference capture and its risks.
type riskLabels struct {
	Src     netip.Addr `json:"src_ip"`
	Dst     netip.Addr `json:"dest_ip"`
	SrcPort uint16     `json:"src_port"`
	DstPort uint16     `json:"dst_port"`
	Proto   string
	NDPI    struct{ Risks []string } `json:"ndpi"`
}

var numbers = map[string]uint8{"TCP": 6, "UDP": 17, "ICMP": 1, "ICMPV6": 58}

func referenceRisks(t *testing.T, path string) map[flowEnds]risk.Set {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	want := map[flowEnds]risk.Set{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var l riskLabels
		if json.Unmarshal(lines.Bytes(), &l) != nil || numbers[l.Proto] == 0 {
			continue
		}
		k := endsOf(netip.AddrPortFrom(l.Src, l.SrcPort), netip.AddrPortFrom(l.Dst, l.DstPort), numbers[l.Proto])
		if _, twice := want[k]; !twice {
			want[k] = 0
			for _, name := range l.NDPI.Risks {
				want[k] |= risk.Of(risk.Parse(name))
			}
		}
	}
	return want
}

// The risks agree with those that nDPI 5.0 finds. docs/risks.md says what each means here.
func TestRisksAgree(t *testing.T) {
	corpus.Whole(t, "risks")
	if testing.Short() {
		t.Skip("meters two sets of captures")
	}
	for folder, bar := range map[string]float64{"corpus": 0.92, "corpus2": 0.87} {
		hit, miss, more := 0, 0, 0
		labels, err := filepath.Glob(filepath.Join(corpus.Reference(t, folder+"/labels5"), "*.jsonl"))
		require.NoError(t, err)
		for _, path := range labels {
			capture := filepath.Join(corpus.Reference(t, folder+"/pcap"), strings.TrimSuffix(filepath.Base(path), ".jsonl"))
			got := risksOf(t, capture, nfstream.Config{Risks: &risk.Options{Off: risk.Of(risk.Unidirectional)},
				IdleTimeout: 24 * time.Hour, ActiveTimeout: 24 * time.Hour, MaxTCPDissections: 32, MaxUDPDissections: 32, Workers: 1})
			for k, want := range referenceRisks(t, path) {
				r, there := got[k]
				if !there {
					continue
				}
				want &^= risk.Of(risk.Unidirectional)
				found := r.Set()
				hit += (found & want).Len()
				miss += (want &^ found).Len()
				more += (found &^ want).Len()
			}
		}
		f1 := 2 * float64(hit) / float64(2*hit+miss+more)
		t.Logf("%s: F1 %.4f: alike %d, missing %d, too many %d", folder, f1, hit, miss, more)
		require.GreaterOrEqual(t, f1, bar, folder)
	}
}

// Without an option or a column no flow has risks. Options switch them off, and so do exemptions of rules that are read while
// the stream is open.
func TestRisksAreAskedFor(t *testing.T) {
	corpus.Whole(t, "risks")
	for _, c := range []struct {
		cfg  nfstream.Config
		want bool
	}{
		{nfstream.Config{}, false},
		{nfstream.Config{Risks: new(risk.Options)}, true},
		{nfstream.Config{Fields: []string{"risk_score"}}, true},
		{nfstream.Config{Fields: []string{"all"}}, true},
		{nfstream.Config{Risks: &risk.Options{Least: risk.Severe}}, false},
		{nfstream.Config{Risks: &risk.Options{Off: risk.Of(risk.ErrorCode)}}, false},
		{nfstream.Config{Risks: &risk.Options{Exempt: []risk.Exemption{{Prefix: netip.MustParsePrefix("0.0.0.0/0")}}}}, false},
		{nfstream.Config{Risks: new(risk.Options), RuleSet: exempting(t, "0.0.0.0/0=error_code")}, false},
		{nfstream.Config{Risks: new(risk.Options), RuleSet: exempting(t, "0.0.0.0/0=dga")}, true},
		{nfstream.Config{Risks: new(risk.Options), Memory: 64 << 20}, true},
	} {
		found := false
		for _, r := range risksOf(t, "testdata/dns.pcap", c.cfg) {
			found = found || r.Has(risk.ErrorCode)
		}
		require.Equal(t, c.want, found, "%+v", c.cfg)
	}
	_, err := nfstream.Open("testdata/dns.pcap", nfstream.Config{Risks: &risk.Options{Only: 1 << 60}})
	require.ErrorContains(t, err, "Risks names risk 60")
}

func exempting(t *testing.T, word string) *rules.Set {
	s, err := rules.Parse(fmt.Appendf(nil, "-\n  exempt  %s\n", word), "own.txt", rules.Stanzas)
	require.NoError(t, err)
	return s
}
