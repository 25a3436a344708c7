package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// TestMain lets the test binary stand in for a program that is measured.
func TestMain(m *testing.M) {
	switch os.Getenv("PEERS_TEST") {
	case "work":
		os.Exit(0)
	case "fail":
		io.WriteString(os.Stderr, "no such capture")
		os.Exit(3)
	case "hang":
		time.Sleep(time.Minute)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// standIn is a program that the test binary replaces.
func standIn(t *testing.T, name, role string, after func() error) program {
	t.Helper()
	emulate.Skip(t, "way to start this program again")
	path, err := os.Executable()
	require.NoError(t, err)
	t.Setenv("PEERS_TEST", role)
	return program{name: name, found: found{path: path, on: func(_, _ string) (job, error) {
		return job{after: after}, nil
	}}}
}

func quiet(t *testing.T, c config) *bench {
	return &bench{config: c, folder: t.TempDir(), progress: io.Discard}
}

func patient(runs int) config {
	return config{runs: runs, timeout: time.Minute, patience: time.Minute}
}

func TestWanted(t *testing.T) {
	wanted := func(c config) []string {
		var names []string
		for _, p := range programs() {
			if (&bench{config: c}).wanted(p) {
				names = append(names, p.name)
			}
		}
		return names
	}
	require.Len(t, wanted(config{ours: true}), len(programs()))
	require.Equal(t, []string{"ours", "argus"}, wanted(config{ours: true, only: []string{"argus"}}))
	require.Equal(t, []string{"ours", "ours-2"}, wanted(config{ours: true, only: []string{"ours-2"}}))
	require.Equal(t, []string{"ours-l7", "ndpi"}, wanted(config{ours: true, only: []string{"ndpi"}}))
	require.Equal(t, []string{"argus"}, wanted(config{only: []string{"argus", "ours-2"}}))
	require.Equal(t, []string{"cat", "ours", "argus", "ours-l7", "ours-l7-2", "ndpi", "nfstream-l7"},
		wanted(config{ours: true, targets: true}))
}

func TestWorkloadsOfTargets(t *testing.T) {
	asked := []string{"mix", "bulk", "flood", "churn"}
	require.Equal(t, asked, (&bench{config: config{workloads: asked}}).wantedWorkloads())
	require.Equal(t, asked[:3], (&bench{config: config{workloads: asked, targets: true}}).wantedWorkloads())
}

func TestOnceMeasuresAllButTheFirstRound(t *testing.T) {
	ran := 0
	p := standIn(t, "it", "work", func() error { ran++; return nil })
	b, m := quiet(t, patient(2)), newMeasured("mix", 1)
	for round := range 3 {
		b.once(t.Context(), m, p, "", round)
	}
	require.Equal(t, 3, ran)
	require.Len(t, m.of("it").runs, 2)
	require.NoError(t, m.of("it").failure)
	require.False(t, m.of("it").slow)
	left, err := os.ReadDir(b.folder)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestAFailureIsKeptAndSkipped(t *testing.T) {
	b, m := quiet(t, patient(1)), newMeasured("mix", 1)
	p := standIn(t, "it", "fail", nil)
	require.False(t, b.skipped(m, p, 1))
	b.once(t.Context(), m, p, "", 1)
	require.ErrorContains(t, m.of("it").failure, "no such capture")
	require.True(t, b.skipped(m, p, 2))
}

func TestWhatIsWrongAfterwardsIsAFailure(t *testing.T) {
	b, m := quiet(t, patient(1)), newMeasured("mix", 1)
	b.once(t.Context(), m, standIn(t, "it", "work", func() error { return errNoRecords }), "", 1)
	require.ErrorIs(t, m.of("it").failure, errNoRecords)
	require.Empty(t, m.of("it").runs)
}

func TestARunThatIsTooLongIsEnded(t *testing.T) {
	c := patient(1)
	c.timeout = 100 * time.Millisecond
	b, m := quiet(t, c), newMeasured("mix", 1)
	begin := time.Now()
	b.once(t.Context(), m, standIn(t, "it", "hang", nil), "", 0)
	require.ErrorIs(t, m.of("it").failure, errTooLong)
	require.Less(t, time.Since(begin), 30*time.Second)
}

func TestAnInterruptIsNoFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b, m := quiet(t, patient(1)), newMeasured("mix", 1)
	b.once(ctx, m, standIn(t, "it", "work", nil), "", 1)
	require.NoError(t, m.of("it").failure)
	require.Empty(t, m.of("it").runs)
}

func TestSlowProgramsHaveFewerRounds(t *testing.T) {
	c := patient(9)
	c.patience = time.Nanosecond
	b, m := quiet(t, c), newMeasured("mix", 1)
	p := standIn(t, "it", "work", nil)
	b.once(t.Context(), m, p, "", 0)
	require.False(t, b.skipped(m, p, patientRuns))
	require.True(t, b.skipped(m, p, patientRuns+1))
}

func TestTargetsSkipWhatTheyDoNotCompare(t *testing.T) {
	b := quiet(t, config{targets: true})
	require.False(t, b.skipped(newMeasured("bulk", 1), program{name: "cat"}, 1))
	require.True(t, b.skipped(newMeasured("flood", 1), program{name: "cat"}, 1))
}

func TestToolMissing(t *testing.T) {
	_, err := tool("a-program-nobody-has", "-h", file)(t.Context(), nil)
	require.ErrorIs(t, err, errMissing)
	_, err = findNFStream("0", "1")(t.Context(), &bench{})
	require.ErrorIs(t, err, errMissing)
}

func TestNothingMeasuredSaysWhy(t *testing.T) {
	r := &report{}
	r.skip("argus", errMissing)
	require.ErrorContains(t, r.reasons(), "argus: not installed")
	require.ErrorIs(t, r.reasons(), errMissing)
}

func TestVersionIn(t *testing.T) {
	require.Equal(t, "4.0.17", versionIn("Running as root.\nTShark (Wireshark) 4.0.17 (Git v4.0.17)\n"))
	require.Equal(t, "1.7.1", versionIn("nfdump: Version: NSEL-NEL1.7.1"))
	require.Equal(t, "of unknown version", versionIn("hello\n"))
}

func TestCaptureNameTellsTheGenerator(t *testing.T) {
	gen := filepath.Join(t.TempDir(), "gen")
	require.NoError(t, os.WriteFile(gen, []byte("one"), 0o600))
	one, err := versionOf(gen)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(gen, []byte("two"), 0o600))
	two, err := versionOf(gen)
	require.NoError(t, err)
	require.NotEqual(t, one, two)
	b := &bench{config: config{packets: 7, seed: 1}}
	require.Equal(t, "mix-7-1-"+one+".pcap", b.captureName("mix", one))
	require.Equal(t, 1_000_000, (&bench{}).count("flood"))
	require.Equal(t, mostPackets, (&bench{}).count("mix"))

	_, err = versionOf(filepath.Join(t.TempDir(), "none"))
	require.True(t, errors.Is(err, os.ErrNotExist))
}
