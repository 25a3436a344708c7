package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/mmdbtest"
)

const ownRules = `Command Intranet
  category  Command Rooms
  breed     Safe
  hosts     intranet.example bücher.example
  networks  192.0.2.0/24 198.51.100.1:8443
  ports     tcp/81
  ja3       e7d705a3286e19ea42f587b344ee6865
  ja4       t13d1516h2_8daaf6152771_e5627efa2ab1
  certificates 0a1b2c3d4e5f60718293a4b5c6d7e8f900112233
-
  category  Game
  hosts     www.facebook.com
`

// lookedUp returns the rows of a lookup by word.
func lookedUp(t *testing.T, args ...string) map[string]string {
	t.Helper()
	rows := map[string]string{}
	for _, r := range records(t, good(t, append([]string{"lookup", "--format", "csv"}, args...)...))[1:] {
		rows[r[0]] = strings.Join(r[1:], "|")
	}
	return rows
}

func TestLookup(t *testing.T) {
	corpus.Whole(t, "this command")
	file := saved(t, t.TempDir(), "own.txt", []byte(ownRules))
	own := "Command Intranet|Command Rooms|Safe|" + file
	for what, want := range map[string]string{
		"a.INTRANET.example":               own + ":4: host intranet.example",
		"bücher.example":                   own + ":4: host bücher.example",
		"192.0.2.7":                        own + ":5: network 192.0.2.0/24",
		"198.51.100.1:8443":                own + ":5: network 198.51.100.1:8443",
		"tcp/81":                           own + ":6: port tcp/81",
		"E7D705A3286E19EA42F587B344EE6865": own + ":7: ja3 e7d705a3286e19ea42f587b344ee6865",
		"t13d1516h2_8daaf6152771_e5627efa2ab1": own + ":8: ja4 t13d1516h2_8daaf6152771_e5627efa2ab1; uTLS: " +
			"Chrome_100, Chrome_102, Chrome_106_Shuffle, Chrome_114_Padding_PSK_Shuf, Chrome_96, Edge_106, QQ_11_1",
		"0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:00:11:22:33": own +
			":9: certificate 0a1b2c3d4e5f60718293a4b5c6d7e8f900112233",
		"www.facebook.com": "Facebook|Game|Fun|" + file + ":12: host www.facebook.com; catalogue: host facebook.com",
		"facebook.com":     "Facebook|SocialNetwork|Fun|catalogue: host facebook.com",
		"udp/53":           "DNS|Network|Acceptable|registry: default port",
	} {
		require.Equal(t, map[string]string{what: want}, lookedUp(t, what, "--rules", file))
	}
	require.Equal(t, map[string]string{"tcp/53": "DNS|Network|Acceptable|registry: default port",
		"udp/53": "DNS|Network|Acceptable|registry: default port", "nothing.example": "Unknown|Unspecified|Unrated|"},
		lookedUp(t, "53", "nothing.example"))
}

func TestLookupOfSystems(t *testing.T) {
	corpus.Whole(t, "this command")
	file := saved(t, t.TempDir(), "a.mmdb", mmdbtest.Database("GeoLite2-ASN", mmdbtest.Systems("192.0.2.0/24", 64496, "Example Net")))
	require.Equal(t, map[string]string{"192.0.2.1": "Unknown|Unspecified|Unrated|AS64496 Example Net"},
		lookedUp(t, "192.0.2.1", "--rules", file))
}

func TestLookupFormats(t *testing.T) {
	corpus.Whole(t, "this command")
	require.Regexp(t, `(?m)^what +application +category +breed +by\nfacebook.com +Facebook +SocialNetwork +Fun +catalogue: host`,
		good(t, "lookup", "facebook.com"))
	var row struct{ What, Application, By string }
	require.NoError(t, json.Unmarshal([]byte(good(t, "lookup", "--format", "json", "facebook.com")), &row))
	require.Equal(t, "Facebook", row.Application)
}

func TestLookupFailures(t *testing.T) {
	corpus.Whole(t, "this command")
	got := inside("lookup", "nothing.example", "192.0.2.1")
	require.Equal(t, exitFailure, got.status)
	require.Equal(t, "nfstream: no application found for nothing.example, 192.0.2.1\n", got.err)
	broken := saved(t, t.TempDir(), "own.txt", []byte("A\n  hosts a..b\n"))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"lookup"}, "want at least 1"},
		{[]string{"lookup", "a b"}, `"a b" is not a host name, address, port`},
		{[]string{"lookup", "99999"}, `"99999" is not a port`},
		{[]string{"lookup", "--rules", broken, "a.b"}, broken + `:2: "a..b" is not a host name`},
		{[]string{"protocols", "--rules", broken}, broken + ":2: "},
		{[]string{"categories", "--rules", broken}, broken + ":2: "},
		{[]string{"flows", "--rules", broken, sample(t)}, "--rules names " + broken + ":2: "},
		{[]string{"flows", "--rules", filepath.Join(t.TempDir(), "none"), sample(t)}, "none: no such file"},
	} {
		got := inside(c.args...)
		require.Equal(t, exitUsage, got.status, c.args)
		require.Contains(t, got.err, c.want)
		require.Empty(t, got.out)
	}
}

// A fingerprint finds the uTLS parrots that send it, with or without the prefix of its kind.
func TestLookupParrots(t *testing.T) {
	corpus.Whole(t, "this command")
	for _, word := range []string{"ja3:0ffee3ba8e615ad22535e7f771690a28", "0FFEE3BA8E615AD22535E7F771690A28"} {
		rows := records(t, good(t, "lookup", "--format", "csv", word))
		require.Equal(t, []string{word, "uTLS: Firefox_55, Firefox_56"}, []string{rows[1][0], rows[1][4]})
	}
	require.Contains(t, good(t, "lookup", "ja4:t13d1516h2_8daaf6152771_02713d6af862"), "Chrome_120")
	require.Equal(t, "nfstream: \"ja4:t13\" is no JA4\n", inside("lookup", "ja4:t13").err)
	require.Equal(t, exitFailure, inside("lookup", "ja3:00000000000000000000000000000000").status)
}

// If one argument cannot be looked up, the others are still answered.
func TestLookupAnswersTheRest(t *testing.T) {
	corpus.Whole(t, "this command")
	got := inside("lookup", "--format", "csv", "www.facebook.com", "not a host!", "99999", "udp/53")
	require.Equal(t, exitUsage, got.status)
	require.Equal(t, "nfstream: \"not a host!\" is not a host name, address, port, JA3, JA4 or SHA-1\n"+
		"nfstream: \"99999\" is not a port: want 0 to 65535\n", got.err)
	rows := records(t, got.out)
	require.Len(t, rows, 3)
	require.Equal(t, []string{"www.facebook.com", "udp/53"}, []string{rows[1][0], rows[2][0]})
}

func TestProtocols(t *testing.T) {
	corpus.Whole(t, "this command")
	rows := records(t, good(t, "protocols", "--format", "csv"))
	require.Equal(t, []string{"id", "name", "kind", "category", "breed", "transports", "ports", "hosts", "networks"}, rows[0])
	require.Greater(t, len(rows), 300)
	byName := map[string][]string{}
	for _, r := range rows {
		byName[r[1]] = r
	}
	require.Equal(t, []string{"5", "DNS", "protocol", "Network", "Acceptable", "tcp,udp", "tcp/53,udp/53"}, byName["DNS"][:7])
	require.Equal(t, "application", byName["Facebook"][2])
	require.NotEqual(t, "0", byName["Facebook"][7])

	for _, r := range records(t, good(t, "protocols", "--format", "csv", "MAIL"))[1:] {
		require.Contains(t, strings.ToLower(r[1]+r[3]), "mail")
	}
	file := saved(t, t.TempDir(), "own.txt", []byte(ownRules))
	require.Regexp(t, `(?m)^2\d{4} +Command Intranet +application +Command Rooms +Safe`, good(t, "protocols", "--rules", file, "intranet"))
	require.Equal(t, exitFailure, inside("protocols", "no such thing").status)
}

func TestCategories(t *testing.T) {
	corpus.Whole(t, "this command")
	var row struct {
		ID        int
		Name      string
		Protocols int
		Members   string
	}
	require.NoError(t, json.Unmarshal([]byte(good(t, "categories", "--format", "json", "gambling")), &row))
	require.Equal(t, "Gambling", row.Name)
	require.Equal(t, 107, row.ID)
	require.Regexp(t, `(?m)^6 +SocialNetwork +\d+ .*Facebook`, good(t, "categories", "facebook"))
	file := saved(t, t.TempDir(), "own.txt", []byte(ownRules))
	require.Regexp(t, `(?m)^2\d\d +Command Rooms +1 +Command Intranet`, good(t, "categories", "--rules", file, "rooms"))
	require.Equal(t, exitFailure, inside("categories", "no such thing").status)
}

func TestFlowsWithRules(t *testing.T) {
	corpus.Whole(t, "all formats of rules")
	dir := t.TempDir()
	file := saved(t, dir, "protos.txt", []byte("tcp:1-65535,udp:1-65535@Command Everything\ntrusted_issuer_dn:\"CN=a\"\n"))
	cmd := inside("flows", "--rules", file, "--fields", "application_name,application_confidence", sample(t))
	require.Zero(t, cmd.status, cmd.err)
	require.Contains(t, cmd.out, "Command Everything,9\n")
	require.Contains(t, cmd.err, "nfstream: rules: 2 rules; 1 directive not supported and skipped\n")
	require.NoError(t, os.Remove(file))
}
