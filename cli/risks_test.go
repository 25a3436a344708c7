package cli

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/risk"
)

func TestRiskFlags(t *testing.T) {
	corpus.Whole(t, "risks")
	require.Nil(t, parsed(t).Risks)
	c := parsed(t, "--risks", "-numeric_host,-unsafe_protocol", "--risk-severity", "Medium", "--risk-threshold", "expiry_days=7",
		"--risk-exempt", "192.0.2.0/24", "--risk-exempt", "lab.example=self_signed,dga")
	want := &risk.Options{Off: risk.Of(risk.NumericHost, risk.UnsafeProtocol), Least: risk.Medium, Exempt: []risk.Exemption{
		{Prefix: netip.MustParsePrefix("192.0.2.0/24")}, {Host: "lab.example", Risks: risk.Of(risk.SelfSigned, risk.DGA)}}}
	want.Thresholds[risk.ExpiryDays] = 7
	require.Equal(t, want, c.Risks)
	require.Equal(t, []string{"default", "risks"}, c.Fields)
	require.Equal(t, risk.Of(risk.DGA, risk.XSS), parsed(t, "--risks", "dga,xss").Risks.Only)
	require.Equal(t, risk.All, parsed(t, "--risks", "all").Risks.Only)
	require.Equal(t, []string{"src_ip"}, parsed(t, "--risks", "all", "--fields", "src_ip").Fields)
}

func TestWrongRiskFlags(t *testing.T) {
	corpus.Whole(t, "risks")
	for _, c := range []struct{ flag, value, reason string }{
		{"risks", "xyzzy", "docs/risks.md"}, {"risks", "tls", "or several"},
		{"risks", "-all", "no -all"},
		{"risk-severity", "awful", "want low, medium, high or severe"},
		{"risk-threshold", "days=3", "expiry_days"}, {"risk-threshold", "expiry_days=0", "at least 1"},
		{"risk-threshold", "expiry_days", "at least 1"},
		{"risk-exempt", "", "want a host"}, {"risk-exempt", "=dga", "want a host"}, {"risk-exempt", "a.example=nothing", "is no risk"},
	} {
		fs := new(cmdline.FlagSet)
		newParameters(&Program{}).define(fs)
		require.ErrorContains(t, fs.Parse([]string{"--" + c.flag + "=" + c.value}), c.reason, "%v", c)
	}
}
