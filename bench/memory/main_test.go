package main

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// The command keeps to its bound where flows are far more than there is room for.
func TestCommandKeepsToItsBound(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc of Linux")
	}
	corpus.Maintain(t)
	emulate.Skip(t, "way to start programs of its own machine")
	var out strings.Builder
	err := run(t.Context(), []string{"-bounds", "16M,32M", "-flood", "300000", "-churn", "300000", "-alive", "400000"}, &out)
	require.NoError(t, err, out.String())
	t.Log("\n" + out.String())
	require.Equal(t, 8, strings.Count(out.String(), "| yes |"), out.String())
}

func TestWhatIsWrongIsTold(t *testing.T) {
	var out strings.Builder
	require.ErrorContains(t, run(t.Context(), []string{"-nfstream", "/none", "-bounds", "16"}, &out), "none")
	_, err := bytesOf("16")
	require.ErrorContains(t, err, "want mebibytes")
	_, err = bytesOf("0M")
	require.Error(t, err)
	n, err := bytesOf("16M")
	require.NoError(t, err)
	require.EqualValues(t, 16<<20, n)
}

func TestMemoryOfAGuest(t *testing.T) {
	const smaps = `0000000400000-0000000900000 r-xp 00000000 fe:00 1 /usr/bin/qemu-mipsel-static
Rss:                4000 kB
100000010000-100000400000 r-xp 00000000 fe:00 2 /usr/bin/nfstream
Size:               4032 kB
Rss:                1000 kB
Pss:                 900 kB
1000c0000000-1000c0400000 rw-p 00000000 00:00 0
Rss:                 300 kB
7f0000000000-7f0001000000 rw-p 00000000 00:00 0
Rss:                9000 kB
`
	require.Equal(t, figures{peak: 1300 << 10, file: 1000 << 10}, guestMemory(smaps))
	require.Zero(t, guestMemory(""))
}

func TestMemoryOfThisProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc of Linux")
	}
	f := ownMemory(os.Getpid())
	require.Greater(t, f.peak, int64(1<<20))
	require.Greater(t, f.peak, f.file)
	require.Positive(t, f.file)
}
