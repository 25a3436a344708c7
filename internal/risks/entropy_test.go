package risks_test

import (
	"bytes"
	"compress/flate"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// perList is how many payloads a list has.
const perList = 200

// words make texts.
var words = strings.Fields("the of and to in is that for it as was with be by on not he his but at are this have from or had an " +
	"they which one you were all her she there would their we him been has when who will no more if out " +
	"so up said what its about than into them can only other time new some could these two may first then " +
	"do any like my now over such our man me even most made after also did many off before must well back " +
	"through years much where your way down should because long each just state those people too mr how " +
	"little good world make very year still see work life men day get here old between both own being " +
	"under three never know same last another while us might great go come since against")

func text(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(words[r.IntN(len(words))])
		b.WriteByte(" ,.\n"[max(0, r.IntN(20)-16)])
	}
	return b.String()[:n]
}

// lists make payloads of 256 to 1279 bytes: bytes of a cipher, compressed and plain texts, and records in binary.
var lists = []struct {
	name string
	make func(r *rand.Rand, n int) string
}{
	{"random bytes", func(r *rand.Rand, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return string(b)
	}},
	{"compressed texts", func(r *rand.Rand, n int) string {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, flate.BestCompression)
		for b.Len() < n {
			_, _ = w.Write([]byte(text(r, 4000)))
			_ = w.Flush()
		}
		return b.String()[:n]
	}},
	{"texts", text},
	{"records of numbers", func(r *rand.Rand, n int) string {
		var b []byte
		for len(b) < n {
			b = append(b, 0, byte(r.IntN(8)), 0, 0, 0, byte(r.IntN(64)), 0, 0, 0, 0, 0, byte(r.IntN(200)))
		}
		return string(b[:n])
	}},
}

// rates returns how many of a hundred payloads of a list are suspicious, and as random as encrypted data.
func rates(seed uint64, payload func(r *rand.Rand, n int) string) (suspicious, encrypted int) {
	r := rand.New(rand.NewPCG(seed, 3))
	for range perList {
		b := "\xe9\x00" + payload(r, 254+r.IntN(1024))
		found := riskstest.Run(riskstest.Flow{On: l7.UDP, Port: 40001, Turns: []string{b}})
		if found.Has(risk.SuspiciousEntropy) {
			suspicious++
		}
		if strings.HasSuffix(found.Detail(risk.SuspiciousEntropy), "encrypted or random") {
			encrypted++
		}
	}
	return 100 * suspicious / perList, 100 * encrypted / perList
}

// The rates are those that docs/risks.md states: how often a payload of each list is suspicious, and how often it is as random as
// encrypted data.
func TestEntropyRates(t *testing.T) {
	corpus.Whole(t, "risks")
	var stated []string
	for i, list := range lists {
		suspicious, encrypted := rates(uint64(i), list.make)
		stated = append(stated, fmt.Sprintf("%d %% of %s (%d %% as encrypted)", suspicious, list.name, encrypted))
	}
	require.Equal(t, risks.EntropyRates, "Of payloads of 256 to 1279 bytes it reports "+strings.Join(stated, ", ")+
		", and most of the code of programs.")
}

// Pieces of this test's own program.
func TestEntropyOfCode(t *testing.T) {
	corpus.Whole(t, "risks")
	name, err := os.Executable()
	require.NoError(t, err)
	code, err := os.ReadFile(name)
	require.NoError(t, err)
	suspicious, encrypted := rates(9, func(r *rand.Rand, n int) string {
		at := len(code)/8 + r.IntN(len(code)/8) // of the text segment
		return string(code[at : at+n])
	})
	require.Greater(t, suspicious, 50)
	require.Less(t, encrypted, 10)
}
