package ipfix

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
)

var extend = flag.Bool("extend-numbers", false, "append new columns to numbers.txt")

// Numbers of columns never change: numbers.txt only grows. A column that is gone keeps its line.
func TestNumbersNeverChange(t *testing.T) {
	const (
		first = 457 // lines, and their hash
		hash  = "cd68f31d548912caa9798a9d6ac568f6323582e58f62de7026c5cec644a2259b"
	)
	lines := strings.SplitAfter(ownNames, "\n")
	require.GreaterOrEqual(t, len(lines), first+1)
	require.Empty(t, lines[len(lines)-1])
	require.Less(t, len(lines), firstOther)
	sum := sha256.Sum256([]byte(strings.Join(lines[:first], "")))
	require.Equal(t, hash, hex.EncodeToString(sum[:]))
	seen := map[string]bool{}
	for _, l := range lines {
		require.False(t, seen[l], l)
		seen[l] = true
	}
	missing := ""
	for _, c := range append(columnsOf(t, "all"), columnsOf(t, "nfstream6")...) {
		if !seen[c+"\n"] {
			seen[c+"\n"] = true
			missing += c + "\n"
		}
	}
	if missing != "" && *extend {
		require.NoError(t, os.WriteFile("numbers.txt", []byte(ownNames+missing), 0o644))
		return
	}
	require.Empty(t, missing, "go test ./sink/ipfix -run Numbers -extend-numbers")
}

func columnsOf(t *testing.T, group string) (names []string) {
	t.Helper()
	s, err := nfstream.Open("../../testdata/tls.pcap", nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{group}})
	require.NoError(t, err)
	defer s.Close()
	for _, c := range s.Columns() {
		names = append(names, c.Name)
	}
	return names
}

// Other columns have numbers by their names, which differ even where their hashes do not.
func TestOtherNumbers(t *testing.T) {
	var n numbers
	require.EqualValues(t, 1, n.of("id"))
	require.EqualValues(t, 107, n.of("requested_server_name"))
	mine := n.of("my_column")
	require.EqualValues(t, firstOther+0x2a16, mine)
	require.EqualValues(t, mine+1, n.of("my_column"))
	n[2*firstOther-1] = true
	seen := map[uint16]bool{}
	for range 100 {
		id := n.of("again")
		require.False(t, seen[id] || id < firstOther || id >= 2*firstOther)
		seen[id] = true
	}
}
