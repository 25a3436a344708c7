package source_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

const someCategories = "id\tname\tconstant\n0\tUnspecified\t-\n5\tWeb\t-\n"

// protocols returns a table from rows with spaces as separators.
func protocols(rows ...string) []byte {
	head := "id name constant category breed network transports tcp_ports udp_ports"
	text := strings.Join(append([]string{head}, rows...), "\n") + "\n"
	return []byte(strings.ReplaceAll(text, " ", "\t"))
}

// generate generates from the texts of the tables.
func generate(protocols, categories []byte, catalogue string) ([]source.File, error) {
	return source.Generate(source.Tables{
		Protocols: protocols, Categories: categories, Catalogue: []source.File{{Name: "some.txt", Text: []byte(catalogue)}},
	})
}

const unknown = "0 Unknown - Unspecified Unrated yes - - -"

func TestGenerate(t *testing.T) {
	files, err := generate(protocols(unknown,
		"1 one_TWO - Web Safe no tcp 80,250-260 -",
		"2 1kxun OneKxun Web Tracker_Ads no tcp,udp 255 9",
		"", "# Blocks are for people.", "", "# 1000-1049 network",
		"1000 Own - Web Safe yes udp - 9-10", "", "# 1050-1099 mail",
		"1050 Behind_a_gap - Web Safe yes - - -"), []byte(someCategories), "")
	require.NoError(t, err)
	text := ""
	for _, f := range files {
		text += string(f.Text)
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, part := range []string{
		"OneTWO ID = 1", "OneKxun ID = 2",
		"// 1000-1049 network const Own ID = 1000 // 1050-1099 mail const BehindAGap ID = 1050", "CategoryWeb Category = 5",
		"referenceRows = 3",
		`{OneTWO, "one_TWO", CategoryWeb, BreedSafe, onTCP}, {OneKxun, "1kxun", CategoryWeb, BreedTrackerAds, onTCP | onUDP}`,
		"byName = [...]ID{ OneKxun, BehindAGap, OneTWO, Own, Unknown, }",
		"tcpOwners = [...]owner{ {PortRange{80, 80}, OneTWO}, {PortRange{250, 254}, OneTWO}, " +
			"{PortRange{255, 255}, OneKxun}, {PortRange{256, 260}, OneTWO}, }",
		"udpOwners = [...]owner{ {PortRange{9, 10}, Own}, }",
		"{OneKxun, TransportTCP, PortRange{255, 255}}, {OneKxun, TransportUDP, PortRange{9, 9}}",
	} {
		require.Contains(t, text, part)
	}
}

func TestMistakes(t *testing.T) {
	for row, want := range map[string]string{
		"2 A - Web Safe no - - -":           "id 2 where 1 is next",
		"20000 A - Web Safe no - - -":       "id 20000 where 1 is next",
		"x A - Web Safe no - - -":           "invalid syntax",
		"1 unKnown Other Web Safe no - - -": "is taken",
		"1 A Unknown Web Safe no - - -":     "is taken",
		"1 1a - Web Safe no - - -":          "needs a constant other",
		"1 ä A Web Safe no - - -":           "is not a name",
		"1 A - Nothing Safe no - - -":       "no category",
		"1 A - Web Safe maybe - - -":        "neither yes nor no",
		"1 A - Web Safe no sctp - -":        "no transport",
		"1 A - Web Safe no tcp 9-8 -":       "no ports",
		"1 A - Web Safe no tcp 0 -":         "no ports",
		"1 A - Web Safe no tcp 65536 -":     "out of range",
		"1 A - Web Safe no tcp 1-x -":       "invalid syntax",
		"1 A - Web Safe no tcp -":           "8 fields of 9",
	} {
		_, err := generate(protocols(unknown, row), []byte(someCategories), "")
		require.ErrorContains(t, err, want, row)
		require.ErrorContains(t, err, source.ProtocolsTable, row)
	}
}

func TestOwnIDsAscend(t *testing.T) {
	for _, c := range []struct{ second, want string }{
		{"1001 B - Web Safe no - - -", "line 4: id 1001 is out of order"},
		{"1002 B - Web Safe no - - -", "line 4: id 1002 is out of order"},
		{"1 B - Web Safe no - - -", "line 4: id 1 where 1003 is next"},
	} {
		_, err := generate(protocols(unknown, "1002 A - Web Safe no - - -", c.second), []byte(someCategories), "")
		require.ErrorContains(t, err, c.want)
	}
	_, err := generate(protocols("1000 A - Web Safe no - - -"), []byte(someCategories), "")
	require.ErrorContains(t, err, "id 1000 where 0 is next")
}

// An additional protocol changes only its own lines of the files.
func TestOneProtocolMore(t *testing.T) {
	row := func(id int) string {
		return fmt.Sprintf("%d Protocol_%04d - Web Safe yes tcp %d %d", id, id*7%2003, 10000+id*13, 40000+id)
	}
	rows := []string{unknown}
	for id := 1; id < 300; id++ {
		rows = append(rows, row(id))
	}
	rows = append(rows, "# 1050-1099 some", "# 1100-1149 others")
	before, err := generate(protocols(append(rows, row(1100))...), []byte(someCategories), "")
	require.NoError(t, err)
	rows = slices.Insert(rows, len(rows)-1, "1050 A_name_longer_than_any_other - Web Safe yes tcp,udp 3 4-9")
	after, err := generate(protocols(append(rows, row(1100))...), []byte(someCategories), "")
	require.NoError(t, err)
	changed := 0
	for i := range before {
		left := strings.Split(string(after[i].Text), "\n")
		for _, line := range strings.Split(string(before[i].Text), "\n") {
			at := slices.Index(left, line)
			require.GreaterOrEqual(t, at, 0, "%s: %s", before[i].Name, line)
			changed += at
			left = left[at+1:]
		}
	}
	require.LessOrEqual(t, changed, 8)
}

func TestMistakesInCategories(t *testing.T) {
	for text, want := range map[string]string{
		"id\tname\n":                       "the first line",
		someCategories + "5\tX\t-\n":       "out of order",
		someCategories + "256\tX\t-\n":     "out of range",
		someCategories + "6\tweb\tOther\n": "is taken",
	} {
		_, err := generate(protocols(unknown), []byte(text), "")
		require.ErrorContains(t, err, want)
	}
}

const someProtocols = "1 Maker - Web Safe no - - -"

// generated returns the generated file for a catalogue of hosts or networks.
func generated(t *testing.T, catalogue, name string) string {
	t.Helper()
	files, err := generate(protocols(unknown, someProtocols, "2 Other - Web Safe no - - -"), []byte(someCategories), catalogue)
	require.NoError(t, err)
	for _, f := range files {
		if f.Name == name {
			return string(f.Text)
		}
	}
	t.Fatal("no file " + name)
	return ""
}

func TestHosts(t *testing.T) {
	text := generated(t, "Maker\n  hosts maker.{com,org} =sub.other.com m-*.cdn.net\n  source here\n"+
		"-\n  hosts cdn.net\n  category Web\n  source here\n", "hosts_gen.go")
	for _, want := range []string{
		", 1, 9, 0, 0, 1}, ", ", 0, 7, CategoryWeb, 1, 0},", "const longestHost = 13",
		`"cdn.netmaker.orgsub.other.commaker.comm-"`,
	} {
		require.Contains(t, text, want)
	}
}

func TestMainHosts(t *testing.T) {
	catalogue := "Maker\n  hosts maker.{com,org,de,co.uk} =sub.other.com www.maker.com m-*.cdn.net\n  source here\n" +
		"-\n  hosts cdn.net\n  category Web\n  source here\n"
	require.Contains(t, generated(t, catalogue, "hosts_tiny_gen.go"), `"maker.orgmaker.com"`)
	networks := generated(t, "Maker\n  networks 10.0.0.0/8\n  source here\n", "networks_tiny_gen.go")
	require.Contains(t, networks, "//go:build tiny\n")
	require.NotContains(t, networks, "0xa000000")
}

func TestNetworks(t *testing.T) {
	text := generated(t, "Maker\n  networks 10.0.0.0/8 255.0.0.0/8 2001:db8::/32\n  source here\n"+
		"Other\n  networks 10.1.0.0/16 10.1.2.0/24\n  source here\n"+
		"Maker\n  networks 10.1.2.128/25\n  source here\n", "networks_gen.go")
	require.Contains(t, text, "0x0, 0xa000000, 0xa010000, 0xa010280, 0xa010300, 0xa020000, 0xb000000, 0xff000000,")
	require.Contains(t, text, "0, 1, 2, 1, 2, 1, 0, 1,")
	require.Contains(t, text, "0x0, 0x20010db800000000, 0x20010db900000000,")
}

func TestSigns(t *testing.T) {
	text := generated(t, "Maker\n  subject Maker, Inc\n  subject A Maker\n  agents Made Maker-Agent\n  source here\n", "signs_gen.go")
	require.Contains(t, text, "{\"A Maker\", 1, 0},\n\t{\"Maker, Inc\", 1, 0},")
	require.Contains(t, text, "{\"Made\", 1, 0},\n\t{\"Maker-Agent\", 1, 0},")
}

func TestHosting(t *testing.T) {
	text := generated(t, "Maker\n  networks 10.0.0.0/8\n  hosting of others\n  source here\n", "rows_gen.go")
	require.Contains(t, text, `{Maker, "Maker", CategoryWeb, BreedSafe, isHosting},`)
}

func TestMistakesInTheCatalogue(t *testing.T) {
	for text, want := range map[string]string{
		"Maker\n  source here\n":                                 "line 1: Maker needs hosts",
		"Maker\n  hosts maker.com\n":                             "line 1: Maker needs hosts, networks, subjects or agents, and a source",
		"Nobody\n  hosts a.com\n  source x\n":                    "line 1: no application",
		"Maker\n  hosts a.com\n  hosts a.com\n  source x\n":      "line 3: a.com is in a stanza of Maker",
		"Maker\n  hosts co.uk\n  source x\n":                     "line 2: co.uk is a public suffix",
		"Maker\n  hosts a_%.com\n  source x\n":                   "line 2: \"a_%.com\" is not a host name",
		"Maker\n  networks 10.0.0.1/8\n  source x\n":             "line 2: 10.0.0.1/8 has bits after",
		"Maker\n  networks 2001:db8::/65\n  source x\n":          "longer than 64 bits",
		"Maker\n  networks fd00::/8\n  source x\n":               "line 2: fd00::/8 is not within 2000::/4",
		"Maker\n  hosts a.com\n  category Nothing\n  source x\n": "line 3: no category",
		"-\n  hosts a.com\n  source x\n":                         "line 1: hosts of no application need a category",
		"Maker\n  hosts a.com\n  source x\n  colour blue\n":      "line 4: unknown key \"colour\"",
	} {
		_, err := generate(protocols(unknown, someProtocols), []byte(someCategories), text)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "some.txt")
	}
}
