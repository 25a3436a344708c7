package source_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

const someCategories = "id\tname\tconstant\n0\tUnspecified\t-\n5\tWeb\t-\n"

// protocols makes a table of rows that are written with spaces.
func protocols(rows ...string) []byte {
	head := "id name constant category breed network transports tcp_ports udp_ports"
	text := strings.Join(append([]string{head}, rows...), "\n") + "\n"
	return []byte(strings.ReplaceAll(text, " ", "\t"))
}

const unknown = "0 Unknown - Unspecified Unrated yes - - -"

func TestGenerate(t *testing.T) {
	files, err := source.Generate(protocols(unknown,
		"1 one_TWO - Web Safe no tcp 80,250-260 -",
		"2 1kxun OneKxun Web Tracker/Ads no tcp,udp 255 9",
		"1000 Own - Web Safe yes udp - 9-10"), []byte(someCategories))
	require.NoError(t, err)
	text := ""
	for _, f := range files {
		text += string(f.Text)
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, part := range []string{
		"OneTWO ID = 1", "OneKxun ID = 2", "Own ID = 1000", "CategoryWeb Category = 5",
		"referenceRows = 3", "ownRows = 1",
		"{7, 0, 2, CategoryWeb, BreedSafe, onTCP}, {14, 2, 3, CategoryWeb, BreedTrackerAds, onTCP | onUDP}",
		`"Unknownone_TWO1kxunOwn"`,
		"byName = [...]ID{ 2, 1, 1000, 0, }",
		"tcpOwners = [...]owner{ {80, 80, 1}, {250, 254, 1}, {255, 255, 2}, {256, 260, 1}, }",
		"udpOwners = [...]owner{ {9, 10, 1000}, }",
	} {
		require.Contains(t, text, part)
	}
}

func TestMistakes(t *testing.T) {
	for row, want := range map[string]string{
		"2 A - Web Safe no - - -":           "id 2 where 1 is next",
		"1001 A - Web Safe no - - -":        "id 1001 where 1 is next",
		"x A - Web Safe no - - -":           "invalid syntax",
		"1 unKnown Other Web Safe no - - -": "is taken",
		"1 A Unknown Web Safe no - - -":     "is taken",
		"1 1a - Web Safe no - - -":          "needs another constant",
		"1 ä A Web Safe no - - -":           "is no name",
		"1 A - Nothing Safe no - - -":       "no category",
		"1 A - Web Safe maybe - - -":        "neither yes nor no",
		"1 A - Web Safe no sctp - -":        "no transport",
		"1 A - Web Safe no tcp 9-8 -":       "no ports",
		"1 A - Web Safe no tcp 0 -":         "no ports",
		"1 A - Web Safe no tcp 65536 -":     "out of range",
		"1 A - Web Safe no tcp 1-x -":       "invalid syntax",
		"1 A - Web Safe no tcp -":           "8 fields of 9",
	} {
		_, err := source.Generate(protocols(unknown, row), []byte(someCategories))
		require.ErrorContains(t, err, want, row)
		require.ErrorContains(t, err, source.ProtocolsTable, row)
	}
}

func TestMistakesInCategories(t *testing.T) {
	for text, want := range map[string]string{
		"id\tname\n":                       "the first line",
		someCategories + "5\tX\t-\n":       "out of order",
		someCategories + "256\tX\t-\n":     "out of range",
		someCategories + "6\tweb\tOther\n": "is taken",
	} {
		_, err := source.Generate(protocols(unknown), []byte(text))
		require.ErrorContains(t, err, want)
	}
}
