package parrot_test

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"

	utls "github.com/refraction-networking/utls"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tls/parrot"
)

var update = flag.Bool("update", false, "write the generated table of fingerprints")

const tableFile = "table_gen.go"

// ids are uTLS' ClientHelloIDs.
var ids = map[string]utls.ClientHelloID{
	"Golang":                      utls.HelloGolang,
	"Custom":                      utls.HelloCustom,
	"Randomized":                  utls.HelloRandomized,
	"RandomizedALPN":              utls.HelloRandomizedALPN,
	"RandomizedNoALPN":            utls.HelloRandomizedNoALPN,
	"Firefox_55":                  utls.HelloFirefox_55,
	"Firefox_56":                  utls.HelloFirefox_56,
	"Firefox_63":                  utls.HelloFirefox_63,
	"Firefox_65":                  utls.HelloFirefox_65,
	"Firefox_99":                  utls.HelloFirefox_99,
	"Firefox_102":                 utls.HelloFirefox_102,
	"Firefox_105":                 utls.HelloFirefox_105,
	"Firefox_120":                 utls.HelloFirefox_120,
	"Chrome_58":                   utls.HelloChrome_58,
	"Chrome_62":                   utls.HelloChrome_62,
	"Chrome_70":                   utls.HelloChrome_70,
	"Chrome_72":                   utls.HelloChrome_72,
	"Chrome_83":                   utls.HelloChrome_83,
	"Chrome_87":                   utls.HelloChrome_87,
	"Chrome_96":                   utls.HelloChrome_96,
	"Chrome_100":                  utls.HelloChrome_100,
	"Chrome_102":                  utls.HelloChrome_102,
	"Chrome_106_Shuffle":          utls.HelloChrome_106_Shuffle,
	"Chrome_100_PSK":              utls.HelloChrome_100_PSK,
	"Chrome_112_PSK_Shuf":         utls.HelloChrome_112_PSK_Shuf,
	"Chrome_114_Padding_PSK_Shuf": utls.HelloChrome_114_Padding_PSK_Shuf,
	"Chrome_115_PQ":               utls.HelloChrome_115_PQ,
	"Chrome_115_PQ_PSK":           utls.HelloChrome_115_PQ_PSK,
	"Chrome_120":                  utls.HelloChrome_120,
	"Chrome_120_PQ":               utls.HelloChrome_120_PQ,
	"Chrome_131":                  utls.HelloChrome_131,
	"Chrome_133":                  utls.HelloChrome_133,
	"IOS_11_1":                    utls.HelloIOS_11_1,
	"IOS_12_1":                    utls.HelloIOS_12_1,
	"IOS_13":                      utls.HelloIOS_13,
	"IOS_14":                      utls.HelloIOS_14,
	"Android_11_OkHttp":           utls.HelloAndroid_11_OkHttp,
	"Edge_85":                     utls.HelloEdge_85,
	"Edge_106":                    utls.HelloEdge_106,
	"Safari_16_0":                 utls.HelloSafari_16_0,
	"360_7_5":                     utls.Hello360_7_5,
	"360_11_0":                    utls.Hello360_11_0,
	"QQ_11_1":                     utls.HelloQQ_11_1,
}

// unfixed are those that make another hello each time, or what the caller says.
var unfixed = []string{"Custom", "Randomized", "RandomizedALPN", "RandomizedNoALPN"}

// TestIDsAreAll compares the list with uTLS' source.
func TestIDsAreAll(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/refraction-networking/utls").Output()
	if err != nil {
		t.Skipf("needs the source of uTLS: %v", err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "u_common.go"), nil, 0)
	require.NoError(t, err)
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		for i := 0; ok && i < len(v.Values); i++ {
			if l, is := v.Values[i].(*ast.CompositeLit); is && fmt.Sprint(l.Type) == "ClientHelloID" {
				names = append(names, strings.TrimPrefix(v.Names[i].Name, "Hello"))
			}
		}
		return true
	})
	var have []string
	for name := range ids {
		have = append(have, name)
	}
	require.ElementsMatch(t, names, have)
}

// serverNames are names of many lengths, as the length of a hello decides whether it is padded, and none. The table is made
// of more of them, as some parrots choose lengths at random.
func serverNames() (names []string) {
	often := 1
	if *update {
		often = 60
	}
	for range often {
		names = append(names, "")
		for n := 4; n <= 250; n += 3 {
			names = append(names, strings.Repeat("abcdefghi.", 25)[:n-3]+"org")
		}
	}
	return names
}

// hellos returns the hellos of a parrot, one for each server name, and with a ticket where it may send one.
func hellos(t *testing.T, id utls.ClientHelloID) (all [][]byte) {
	resumes := false
	if spec, err := utls.UTLSIdToSpec(id); err == nil {
		resumes = slices.ContainsFunc(spec.Extensions, func(e utls.TLSExtension) bool {
			_, is := e.(utls.PreSharedKeyExtension)
			return is
		})
	}
	for _, name := range serverNames() {
		c := utls.UClient(nil, &utls.Config{ServerName: name, InsecureSkipVerify: true, OmitEmptyPsk: true}, id)
		require.NoError(t, c.BuildHandshakeState())
		hello := c.HandshakeState.Hello.Raw
		if len(hello) == 0 { // that of Go itself is made later
			var err error
			hello, err = c.HandshakeState.Hello.Marshal()
			require.NoError(t, err)
		}
		all = append(all, hello)
		if resumes {
			all = append(all, withTicket(hello))
		}
	}
	return all
}

// withTicket adds an extension pre_shared_key after the others.
func withTicket(hello []byte) []byte {
	const size = 100
	at := 4 + 2 + 32 // after header, version and random
	at += 1 + int(hello[at])
	at += 2 + int(binary.BigEndian.Uint16(hello[at:]))
	at += 1 + int(hello[at])
	b := append([]byte(nil), hello...)
	b = append(b, 0, 41, 0, size)
	b = append(b, make([]byte, size)...)
	binary.BigEndian.PutUint16(b[at:], uint16(len(b)-at-2))
	b[1], b[2], b[3] = 0, byte((len(b)-4)>>8), byte(len(b)-4)
	return b
}

// most is how many JA3 a parrot has at most that does not shuffle its extensions.
const most = 16

// fingerprints returns the JA3 and JA4 of a parrot. One that shuffles has no JA3.
func fingerprints(t *testing.T, id utls.ClientHelloID) (ja3, ja4 map[string]bool) {
	ja3, ja4 = map[string]bool{}, map[string]bool{}
	for _, b := range hellos(t, id) {
		h, err := tls.ParseClientHello(b)
		require.NoError(t, err)
		ja3[h.JA3Hash()], ja4[h.JA4(tls.OverTCP)] = true, true
	}
	if len(ja3) > most {
		clear(ja3)
	}
	return ja3, ja4
}

// TestTable makes the table anew, and holds that it knows all fingerprints of today's parrots. Run with -update to write it.
func TestTable(t *testing.T) {
	var names []string
	for name := range ids {
		if !slices.Contains(unfixed, name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	byPrint := map[string][]string{}
	for _, name := range names {
		ja3, ja4 := fingerprints(t, ids[name])
		require.NotEmpty(t, ja4, name)
		for print := range ja3 {
			byPrint[print] = append(byPrint[print], name)
			if name != "Golang" || runtime.GOARCH == "amd64" { // Go orders cipher suites by what the processor can do
				require.Contains(t, orUpdate(parrot.ByJA3(print), name), name, print)
			}
		}
		for print := range ja4 {
			byPrint[print] = append(byPrint[print], name)
			require.Contains(t, orUpdate(parrot.ByJA4(print), name), name, print)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(tableFile, source(t, byPrint), 0o644))
	}
}

// orUpdate stands in for a table that is about to be written.
func orUpdate(found []string, name string) []string {
	if *update {
		return []string{name}
	}
	return found
}

// source lays the table out: lines of a fingerprint and the parrots that have it.
func source(t *testing.T, byPrint map[string][]string) []byte {
	var b bytes.Buffer
	b.WriteString("// Code generated by go test -run TestTable -update; DO NOT EDIT.\n\npackage parrot\n\n")
	b.WriteString("// table is lines of a fingerprint and names, in order.\nconst table = \"\" +\n")
	var prints []string
	for p := range byPrint {
		prints = append(prints, p)
	}
	sort.Strings(prints)
	for i, p := range prints {
		fmt.Fprintf(&b, "%q", p+" "+strings.Join(byPrint[p], " ")+"\n")
		if i < len(prints)-1 {
			b.WriteString(" +")
		}
		b.WriteByte('\n')
	}
	text, err := format.Source(b.Bytes())
	require.NoError(t, err)
	return text
}

func TestUnknown(t *testing.T) {
	require.Empty(t, parrot.ByJA3(strings.Repeat("0", 32)))
	require.Empty(t, parrot.ByJA3(""))
	require.Empty(t, parrot.ByJA4("t13d1516h2_8daaf6152771_000000000000"))
	require.Empty(t, parrot.ByJA4("t13d1516h2"))
}

// TestCapture looks up what parrots have sent on a wire: the capture's server names begin with theirs.
func TestCapture(t *testing.T) {
	s, err := nfstream.Open("../../../testdata/utls.pcap", nfstream.Config{Fields: []string{"requested_server_name", "ja4_client"}})
	require.NoError(t, err)
	found := map[string]bool{}
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		name, _, _ := strings.Cut(s.Columns()[0].Text(f), ".")
		for _, id := range parrot.ByJA4(s.Columns()[1].Text(f)) {
			if plain(id) == plain(name) {
				found[id] = true
			}
		}
	}
	t.Logf("%d parrots found again", len(found))
	require.Greater(t, len(found), 20)
}

func plain(name string) string {
	return strings.NewReplacer("_", "", "shuffle", "", "okhttp", "", "-", "").Replace(strings.ToLower(name))
}
