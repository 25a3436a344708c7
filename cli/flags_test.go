package cli

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live/afpacket"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// kebab returns the flag's name for a field: MaxTCPDissections is max-tcp-dissections.
func kebab(field string) string {
	field = strings.Replace(field, "IPP", "IP-P", 1)
	for _, word := range []string{"TCP", "UDP", "IP-", "VLAN"} {
		field = strings.Replace(field, word, word[:1]+strings.ToLower(word[1:]), 1)
	}
	var name strings.Builder
	for i, r := range field {
		if i > 0 && r >= 'A' && r <= 'Z' && field != "SPLT" && field[i-1] != '-' {
			name.WriteByte('-')
		}
		name.WriteRune(r)
	}
	return strings.ToLower(name.String())
}

func TestEveryFieldHasItsFlag(t *testing.T) {
	corpus.Whole(t, "a flag here")
	flags := newFlows(&Program{}).Flags()
	for _, field := range reflect.VisibleFields(reflect.TypeFor[nfstream.Config]()) {
		switch field.Name {
		case "Source", "Plugins", "RuleSet":
		case "AnonymizeKey":
			require.NotNil(t, flags.Lookup(fieldFlags[field.Name]))
		default:
			require.Equal(t, kebab(field.Name), fieldFlags[field.Name])
			require.NotNil(t, flags.Lookup(fieldFlags[field.Name]), field.Name)
		}
	}
}

// parsed returns the configuration of flags.
func parsed(t *testing.T, args ...string) nfstream.Config {
	t.Helper()
	p := newParameters(&Program{})
	fs := new(cmdline.FlagSet)
	p.define(fs)
	require.NoError(t, fs.Parse(args))
	c, err := p.complete()
	require.NoError(t, err)
	return c
}

func TestFlagsSetFields(t *testing.T) {
	corpus.Whole(t, "a flag here")
	c := parsed(t, "--snaplen=1", "--idle-timeout=2s", "--active-timeout=3m", "--dissect=false", "--max-tcp-dissections=4",
		"--max-udp-dissections=5", "--statistics", "--account-ip-padding-size", "--decode-tunnels=false", "--splt=6",
		"--ignore-vlan", "--ignore-tunnel", "--heuristics",
		"--accounting-mode=payload", "--workers=7", "--max-flows=8", "--table-size=9", "--fields=a, b", "--fields=c",
		"--anonymize=d,e", "--anonymize-prefix", "--ring-size=2MiB", "--block-timeout=1ms", "--no-promiscuous",
		"--hardware-time", "--wait", "--duration=1m", "--filter=tcp port 80", "--capture-engine=afpacket")
	require.Equal(t, nfstream.Config{Snaplen: 1, IdleTimeout: 2 * time.Second, ActiveTimeout: 3 * time.Minute,
		Dissect: nfstream.Off, MaxTCPDissections: 4, MaxUDPDissections: 5, Statistics: true, AccountIPPaddingSize: true,
		DecodeTunnels: nfstream.Off, IgnoreVLAN: true, IgnoreTunnel: true, Heuristics: true,
		SPLT: 6, AccountingMode: nfstream.AccountPayload, Workers: 7, MaxFlows: 8, TableSize: 9,
		Fields: []string{"a", "b", "c"}, Anonymize: []string{"d", "e"}, AnonymizeKey: []byte{}, AnonymizePrefix: true,
		RingSize: 2 << 20, BlockTimeout: time.Millisecond, NoPromiscuous: true, HardwareTime: true, Wait: true, Duration: time.Minute,
		Filter: "tcp port 80", CaptureEngine: afpacket.Engine}, c)
}

func TestSpecialValues(t *testing.T) {
	c := parsed(t, "--idle-timeout=0", "--active-timeout=0s", "--table-size=0", "--accounting-mode=2", "--slice=3")
	require.Equal(t, nfstream.NoTimeout, c.IdleTimeout)
	require.Equal(t, nfstream.NoTimeout, c.ActiveTimeout)
	require.Equal(t, nfstream.Unlimited, c.TableSize)
	require.Equal(t, nfstream.AccountTransport, c.AccountingMode)
	require.Len(t, c.Plugins, 1)
	require.Equal(t, nfstream.Unlimited, parsed(t, "--table-size=unlimited").TableSize)
}

func TestDefaults(t *testing.T) {
	usage := good(t, "flows", "--help")
	for _, want := range []string{"without a packet (default 30s)", "a long-running flow after this time (default 300s)",
		"(default 65535)", "(default raw)",
		"(default 10)", "(default 16)", "(default 4194304)", "tunnels (default true)", "label flows (default true)"} {
		require.Contains(t, usage, want)
	}
	require.Equal(t, good(t, "flows", sample(t)), good(t, "flows", "--idle-timeout=30s", "--table-size=4194304", sample(t)))
}

func TestFlagNames(t *testing.T) {
	require.Equal(t, "--splt is 3, and --statistics: --workers", flagNames("SPLT is 3, and Statistics: Workers"))
	splt := &nfstream.ParameterError{Parameter: "SPLT", Reason: "is 3"}
	require.Equal(t, []string{"--splt is 3"}, messages(failure{fmt.Errorf("opening: %w", splt)}))
	require.Equal(t, []string{"--splt is 3", "writing"}, messages(errors.Join(splt, errors.New("nfstream: writing"))))
}
