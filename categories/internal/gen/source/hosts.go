package source

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories/internal/hosthash"
)

// maxHosts is the maximum number of rows that the buckets can index.
const maxHosts = 1<<16 - 1

// hostTable is the generated table of hosts.
type hostTable struct {
	rows     []hostRow // sorted by bucket, then by key
	patterns []Host    // by suffix, in the order of the rows
	buckets  int       // a power of two
}

// hostRow is a name of the table, with its owner, if any, and the patterns of labels before it.
type hostRow struct {
	key           string // the name, with a leading = if it excludes subdomains
	host          Host
	first, number int // of its patterns
}

// newHostTable sorts hosts. It returns an error for hosts that the table cannot hold.
func newHostTable(hosts []Host) (t hostTable, err error) {
	rows := map[string]*hostRow{}
	row := func(key string) *hostRow {
		if rows[key] == nil {
			rows[key] = &hostRow{key: key}
			rows[key].host.Suffix = strings.TrimPrefix(key, "=")
		}
		return rows[key]
	}
	sorted := slices.SortedFunc(slices.Values(hosts), func(g, h Host) int { return strings.Compare(g.String(), h.String()) })
	for _, h := range sorted {
		if h.Pattern {
			row(h.Suffix).number++
			continue
		}
		row(h.String()).host = h
	}
	t.buckets = 1
	for 2*t.buckets <= len(rows) {
		t.buckets *= 2
	}
	for _, key := range slices.SortedFunc(maps.Keys(rows), t.compare) {
		r := rows[key]
		r.first = len(t.patterns)
		for _, h := range sorted {
			if r.number > 0 && h.Pattern && h.Suffix == key {
				t.patterns = append(t.patterns, h)
			}
		}
		t.rows = append(t.rows, *r)
	}
	return t, t.check()
}

// compare orders the keys of rows.
func (t *hostTable) compare(a, b string) int {
	return cmp.Or(t.bucket(a)-t.bucket(b), strings.Compare(a, b))
}

func (t *hostTable) bucket(key string) int { return hosthash.Bucket(hosthash.Of(key), t.buckets) }

func (t *hostTable) check() error {
	if len(t.rows) > maxHosts {
		return fmt.Errorf("more than %d host names", maxHosts)
	}
	for _, r := range t.rows {
		if r.number > 255 {
			return fmt.Errorf("%s has %d patterns: want at most 255", r.key, r.number)
		}
	}
	return nil
}

func (t *hostTable) write(b *bytes.Buffer) {
	var texts strings.Builder
	longest := 0
	b.WriteString("\nvar hostRows = [...]hostRow{\n")
	for i, r := range t.rows {
		name := r.host.Suffix
		fmt.Fprintf(b, "{%d, %#x, %d, %d, %s, %d, %d},%s", texts.Len(), hosthash.Of(r.key), r.host.ID, len(name),
			categoryConstant(r.host.Category), r.number, r.first, lineEnd(i))
		texts.WriteString(name)
		longest = max(longest, len(name))
	}
	b.WriteString("\n}\n\nvar hostPatterns = [...]hostPattern{\n")
	for _, h := range t.patterns {
		fmt.Fprintf(b, "{%d, %d, %d, %d, %s},\n", texts.Len(), h.ID, len(h.Before), len(h.After),
			categoryConstant(h.Category))
		texts.WriteString(h.Before + h.After)
	}
	fmt.Fprintf(b, "}\n\n// longestHost is the length of the longest name.\nconst longestHost = %d\n", longest)
	writeNumbers(b, "hostBuckets", "uint16", t.bucketStarts())
	writeText(b, "hostTexts", texts.String())
}

// lineEnd is the text after the row with an index.
func lineEnd(i int) string {
	if i%4 == 3 {
		return "\n"
	}
	return " "
}

func categoryConstant(name string) string {
	if name == "" {
		return "0"
	}
	return "Category" + name
}

// bucketStarts returns the first row of each bucket, and the end of the last one.
func (t *hostTable) bucketStarts() []int {
	starts := make([]int, t.buckets+1)
	for _, r := range t.rows {
		starts[t.bucket(r.key)+1]++
	}
	for i := range t.buckets {
		starts[i+1] += starts[i]
	}
	return starts
}
