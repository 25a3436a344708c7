package categories_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// table reads a table of the reference, without its head.
func table(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(corpus.Reference(t, path))
	require.NoError(t, err)
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

// TestReferenceProtocols compares all properties of an id with the reference, except two: network protocols, because
// the reference counts some as applications, and former names.
func TestReferenceProtocols(t *testing.T) {
	rows := table(t, "facts5/protocols.tsv")
	for _, want := range rows {
		id := categories.ID(number(t, want[0]))
		tcp, udp := categories.Ports(id)
		require.Equal(t, append(want[:4:4], want[7], want[8]),
			[]string{want[0], id.Name(), id.Category().Name(), id.Breed().Name(), list(udp), list(tcp)})
	}
	ids := slices.Collect(categories.All())
	require.Len(t, slices.DeleteFunc(ids, func(id categories.ID) bool { return id >= categories.FirstOwn }), len(rows))
}

func list(ranges []categories.PortRange) string {
	if ranges == nil {
		return "-"
	}
	var parts []string
	for _, r := range ranges {
		s := fmt.Sprint(r.First)
		if r.Last != r.First {
			s += fmt.Sprint("-", r.Last)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ",")
}

func TestReferenceCategories(t *testing.T) {
	for _, want := range table(t, "facts5/categories.tsv") {
		require.Equal(t, want[1], categories.Category(number(t, want[0])).Name())
	}
}

// label is the reference's label of a flow.
type label struct {
	Proto   string
	SrcIP   string `json:"src_ip"`
	DstIP   string `json:"dest_ip"`
	SrcPort uint16 `json:"src_port"`
	DstPort uint16 `json:"dst_port"`
	NDPI    struct {
		Proto, Breed, Category, Confidence string
		ProtoID                            string         `json:"proto_id"`
		CategoryID                         int            `json:"category_id"`
		ByIP                               string         `json:"proto_by_ip"`
		ByIPID                             *categories.ID `json:"proto_by_ip_id"`
	}
}

// labels calls f with each label of the reference captures.
func labels(t *testing.T, f func(label)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus.Reference(t, "corpus/labels5"), "*.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		readLabels(t, name, f)
	}
}

func readLabels(t *testing.T, name string, f func(label)) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var l label
		require.NoError(t, json.Unmarshal(lines.Bytes(), &l), name)
		f(l)
	}
	require.NoError(t, lines.Err())
}

// ids returns the master and the application of a label.
func (l label) ids(t *testing.T) (master, app categories.ID) {
	t.Helper()
	first, second, both := strings.Cut(l.NDPI.ProtoID, ".")
	if !both {
		return 0, categories.ID(number(t, first))
	}
	return categories.ID(number(t, first)), categories.ID(number(t, second))
}

func TestReferenceLabels(t *testing.T) {
	labels(t, func(l label) {
		master, app := l.ids(t)
		require.Equal(t, l.NDPI.Proto, string(categories.AppendName(nil, master, app)))
		for name := range strings.SplitSeq(l.NDPI.Proto, ".") {
			id, ok := categories.ByName(name)
			require.True(t, ok, name)
			require.Contains(t, []categories.ID{master, app}, id)
		}
		if l.NDPI.Category != "" {
			require.Equal(t, l.NDPI.Category, categories.Category(l.NDPI.CategoryID).Name())
		}
		if l.NDPI.ByIPID != nil {
			require.Equal(t, l.NDPI.ByIP, l.NDPI.ByIPID.Name())
		}
	})
}

// TestReferencePorts compares guesses by port with those of the reference.
func TestReferencePorts(t *testing.T) {
	flows, other := 0, []string(nil)
	labels(t, func(l label) {
		transport := map[string]categories.Transport{
			"TCP": categories.TransportTCP, "UDP": categories.TransportUDP,
		}[l.Proto]
		if transport == 0 || l.NDPI.Confidence != "Match by port" {
			return
		}
		flows++
		guess := categories.DefaultPort(transport, min(l.SrcPort, l.DstPort))
		if guess == categories.Unknown {
			guess = categories.DefaultPort(transport, max(l.SrcPort, l.DstPort))
		}
		if first, _, _ := strings.Cut(l.NDPI.Proto, "."); guess.Name() != first {
			other = append(other, guess.Name()+" for "+first)
		}
	})
	require.NotZero(t, flows)
	require.Empty(t, other)
}
