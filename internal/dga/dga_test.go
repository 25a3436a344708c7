package dga_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/dga"
	"github.com/nfstream/nfstream-go/risk"
)

func catalogue(t testing.TB) (labels []string) {
	files, err := filepath.Glob("../../categories/catalogue/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var all strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		all.Write(text)
	}
	return dga.Labels(all.String())
}

// random reports whether a label is called random with the default threshold.
func random(label string) bool { return int64(dga.Score(label)) >= risk.DGABits.Default() }

const letters = "abcdefghijklmnopqrstuvwxyz"

// families are how malware makes names: an alphabet, and the least and the largest length.
var families = []struct {
	name     string
	alphabet string
	from, to int
	least    float64 // rate at which they are to be found
}{
	{"letters, short", letters, 8, 11, 0.80},
	{"letters", letters, 12, 18, 0.94},
	{"letters, long", letters, 19, 26, 0.99},
	{"letters and digits", letters + "0123456789", 12, 20, 0.99},
	{"base 32", letters + "234567", 10, 20, 0.97},
	{"hex", "0123456789abcdef", 12, 32, 0.95},
	{"consonants", "bcdfghjklmnpqrstvwxz", 9, 14, 0.97},
}

// The errors: of names that the table has not seen, and of names made by a generator.
func TestErrorRates(t *testing.T) {
	judged, wrong := 0, []string(nil)
	for _, label := range catalogue(t) {
		if dga.HeldOut(label) && len(label) >= dga.MinLength {
			judged++
			if random(label) {
				wrong = append(wrong, label)
			}
		}
	}
	t.Logf("of %d names %d are called random (%.2f %%): %v", judged, len(wrong), 100*float64(len(wrong))/float64(judged), wrong)
	require.Greater(t, judged, 1000)
	require.Less(t, float64(len(wrong))/float64(judged), 0.006)
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range families {
		const n = 4000
		found := 0
		for range n {
			name := make([]byte, f.from+r.IntN(f.to-f.from+1))
			for i := range name {
				name[i] = f.alphabet[r.IntN(len(f.alphabet))]
			}
			if random(string(name)) {
				found++
			}
		}
		t.Logf("%-20s %d to %d characters: %.2f %% found", f.name, f.from, f.to, 100*float64(found)/n)
		require.Greater(t, float64(found)/n, f.least, f.name)
	}
}

func TestScore(t *testing.T) {
	for _, name := range []string{"e6r5p57kbafwrxj3plz", "gfu7hbxpfp", "4gk67zpn3brh7qxg", "qwlkzxcvbhgt"} {
		require.True(t, random(name), "%s %d", name, dga.Score(name))
	}
	for _, name := range []string{"googleusercontent", "skullseclabs", "tcpdump", "microsoft", "allyourbasesarebelongto", "iqiyipic",
		"nghttp2", "ed25519", "xn--mnich-kva", "short", "", "caf\xc3\xa9bar", "under_score", "aaaaaaaaaaaa"} {
		require.False(t, random(name), "%s %d", name, dga.Score(name))
	}
	require.Zero(t, testing.AllocsPerRun(10, func() { _ = dga.Score("e6r5p57kbafwrxj3plz") }))
}

func TestRegistered(t *testing.T) {
	for host, want := range map[string]string{
		"www.example.com": "example", "example.com": "example", "www.bbc.co.uk": "bbc", "co.uk": "", "com": "", "": "",
		"host.local": "", "1.0.0.127.in-addr.arpa": "", "192.0.2.1": "", "a.b.onion": "", "www.xn--55qx5d": "www", "x.de": "x",
	} {
		require.Equal(t, want, dga.Registered(host), host)
	}
}

func FuzzScore(f *testing.F) {
	f.Add("www.example.co.uk")
	f.Fuzz(func(t *testing.T, host string) {
		n := dga.Score(dga.Registered(host))
		require.LessOrEqual(t, n, 6*(len(host)+1))
	})
}
