package risk

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The names, severities and scores are those of nDPI 5.0.
func TestReference(t *testing.T) {
	text, err := os.ReadFile("../../shared/facts5/risks.tsv")
	if err != nil {
		t.Skip("the reference table is not here: ", err)
	}
	var own strings.Builder
	own.WriteString("id\tname\tseverity\tscore\tclient_score\tserver_score\n")
	for id := ID(1); id <= Last; id++ {
		fmt.Fprintf(&own, "%d\t%s\t%s\t%d\t%d\t%d\n", id, id.Name(), id.Severity(), id.Score(), id.ClientScore(), id.ServerScore())
	}
	require.Equal(t, string(text), own.String())
}

func TestNames(t *testing.T) {
	require.Equal(t, 56, All.Len())
	keys := map[string]bool{}
	for id := ID(1); id <= Last; id++ {
		require.Equal(t, id, Parse(id.Name()))
		require.Equal(t, id, Parse(id.Key()))
		require.False(t, keys[id.Key()])
		keys[id.Key()] = true
		require.Contains(t, []int{10, 50, 100, 150}, id.Score())
		require.Equal(t, id.Score(), id.ClientScore()+id.ServerScore())
	}
	require.Equal(t, NumericHost, Parse("numeric_host"))
	require.Equal(t, UnsafeProtocol, Parse("unsafe-protocol"))
	for _, none := range []string{"", "_", "tls", "no such risk"} {
		require.Zero(t, Parse(none), none)
	}
	require.Empty(t, ID(0).Name())
	require.Empty(t, (Last + 1).Name())
	require.Zero(t, (Last + 1).Score())
	require.Equal(t, Severe, ParseSeverity("severe"))
	require.Zero(t, ParseSeverity(""))
}

func TestReport(t *testing.T) {
	var r Report
	require.Zero(t, r.Severity())
	r.Add(Malformed, "a")
	r.Add(XSS, strings.Repeat("x", MaxDetail+1))
	r.Add(Malformed, "b")
	r.Add(ObfuscatedTraffic, "")
	require.Equal(t, Of(XSS, Malformed, ObfuscatedTraffic), r.Set())
	require.Equal(t, "a", r.Detail(Malformed))
	require.Len(t, r.Detail(XSS), MaxDetail)
	require.Equal(t, Severe, r.Severity())
	all, client, server := r.Score()
	require.Equal(t, [3]int{260, 230, 30}, [3]int{all, client, server})
	r.Drop(Of(Malformed))
	require.Equal(t, Of(XSS, ObfuscatedTraffic), r.Set())
	require.Equal(t, XSS, r.Findings[0].ID)
}

func TestOptions(t *testing.T) {
	var o Options
	require.Equal(t, All, o.Set())
	o = Options{Only: Of(XSS, Malformed), Off: Of(XSS)}
	require.Equal(t, Of(Malformed), o.Set())
	o = Options{Least: Severe}
	require.Equal(t, Of(XSS, SQLInjection, RCEInjection, BinaryApplication, PossibleExploit, MalwareHost), o.Set())
	require.NoError(t, o.Check())
	require.ErrorContains(t, (&Options{Off: 1}).Check(), "risk 0")
	require.ErrorContains(t, (&Options{Only: 1 << 57}).Check(), "risk 57")
	require.ErrorContains(t, (&Options{Least: 9}).Check(), "severity")
	require.ErrorContains(t, (&Options{Exempt: []Exemption{{}}}).Check(), "neither")
	require.ErrorContains(t, (&Options{Thresholds: Thresholds{ExpiryDays: -1}}).Check(), "expiry_days")
	x := Exemption{Host: "example.org"}
	for host, matches := range map[string]bool{"example.org": true, "a.Example.org": true, "notexample.org": false, "": false} {
		require.Equal(t, matches, x.Matches(host, netipAny, netipAny), host)
	}
	require.Equal(t, All, x.Set())
}

func TestThresholds(t *testing.T) {
	for _, threshold := range AllThresholds() {
		found, ok := ParseThreshold(threshold.String())
		require.True(t, ok)
		require.Equal(t, threshold, found)
		require.NotZero(t, threshold.Default(), "0 is the default")
		require.NotEmpty(t, threshold.Doc())
		require.NotZero(t, threshold.Risk())
	}
	var v Thresholds
	require.EqualValues(t, 30, v.Get(ExpiryDays))
	v[ExpiryDays] = 7
	require.EqualValues(t, 7, v.Get(ExpiryDays))
}

var netipAny = netip.MustParseAddr("192.0.2.1")
