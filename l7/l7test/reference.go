package l7test

import (
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// Label is what the reference says about a flow; T is the part that its inspection has, by the names of its JSON.
type Label[T any] struct {
	SrcIP   string `json:"src_ip"`
	DstIP   string `json:"dest_ip"`
	SrcPort uint16 `json:"src_port"`
	DstPort uint16 `json:"dst_port"`
	Proto   string `json:"proto"`
	NDPI    T      `json:"ndpi"`
}

// Ends returns the label's flow, and false for one of no address or of neither TCP nor UDP.
func (l *Label[T]) Ends() (Ends, bool) {
	src, err := netip.ParseAddr(l.SrcIP)
	if err != nil {
		return Ends{}, false
	}
	dst, err := netip.ParseAddr(l.DstIP)
	proto := map[string]uint8{"TCP": 6, "UDP": 17}[l.Proto]
	return Ends{netip.AddrPortFrom(src, l.SrcPort), netip.AddrPortFrom(dst, l.DstPort), proto}, err == nil && proto > 0
}

// Labels returns the reference's labels of a capture, in its order. A capture without a file of labels fails the test.
func Labels[T any](t testing.TB, capture string) (labels []*Label[T]) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(corpus.Reference(t, "corpus/labels5"), filepath.Base(capture)+".jsonl"))
	require.NoError(t, err)
	for line := range strings.Lines(string(content)) {
		l := new(Label[T])
		require.NoError(t, json.Unmarshal([]byte(line), l))
		labels = append(labels, l)
	}
	return labels
}

// LabelsOf returns the Labels of a capture that have what has looks for.
func LabelsOf[T any](t testing.TB, capture string, has func(*T) bool) []*Label[T] {
	t.Helper()
	return slices.DeleteFunc(Labels[T](t, capture), func(l *Label[T]) bool { return !has(&l.NDPI) })
}

// LabelsByFlow returns the reference's labels of a capture by flow. Flows that share addresses and ports are left out.
func LabelsByFlow[T any](t testing.TB, capture string) map[Ends]*Label[T] {
	t.Helper()
	all, twice := map[Ends]*Label[T]{}, map[Ends]bool{}
	for _, l := range Labels[T](t, capture) {
		if e, ok := l.Ends(); ok {
			twice[e] = all[e] != nil || all[e.Reverse()] != nil || twice[e]
			all[e] = l
		}
	}
	for e, is := range twice {
		if is {
			delete(all, e)
			delete(all, e.Reverse())
		}
	}
	return all
}

// JA4 blanks where a JA4 of the reference is not FoxIO's. It has d where there is no SNI, takes the first two
// characters of the ALPN, and hashes no extensions to the hash of nothing. It prints dd2 for what is d and d2.
func JA4(ja4 string) string {
	if len(ja4) < 10 {
		return ja4
	}
	ja4 = strings.Replace(ja4, "e3b0c44298fc", "000000000000", 1)
	return ja4[:3] + "?" + ja4[4:9] + "?" + ja4[10:]
}
