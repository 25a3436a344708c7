package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/nfstream/nfstream-go/bench/workload"
)

// axis is one way in which work grows.
type axis struct {
	name, title, unit string
	// sizes are measured, and those up to usual without -full.
	sizes []int
	usual int
	// packets is how many there are at a size.
	packets func(size int) int
	// job is what to do at a size; at 0 it is that which does not grow.
	job func(b *bench, size int) (job, error)
}

// job is a command, and what it reads.
type job struct {
	args []string
	feed func(io.Writer) error
	// self has this program do it.
	self bool
}

const second = int64(1e9)

// meters is the command that meters its input, with one worker unless more says otherwise.
func meters(more ...string) []string {
	args := []string{"flows", "--quiet", "--table-size", "unlimited", "-o", os.DevNull, "--workers", "1"}
	return append(append(args, more...), "-")
}

func axes() []axis {
	return []axis{
		{name: "packets", title: "Packets", unit: "packets of 10,000 flows at a time",
			sizes: []int{1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8}, usual: 1e7, packets: same, job: packetsJob},
		{name: "flows", title: "Flows alive", unit: "flows alive, of 8 packets each",
			sizes: []int{1e3, 1e4, 1e5, 3e5, 1e6, 3e6, 1e7}, usual: 1e6, packets: times(flowPackets), job: flowsJob},
		{name: "rate", title: "Flow rate", unit: "new flows a second, for a minute",
			sizes: []int{1e2, 1e3, 3e3, 1e4, 3e4, 1e5}, usual: 3e4, packets: times(rateSeconds), job: rateJob},
		{name: "protocols", title: "Protocols", unit: "protocols compiled in, none of which is meant",
			sizes: []int{10, 30, 100, 300, 1000, 3000}, usual: 1000, packets: fixed(protocolPackets), job: protocolsJob},
		{name: "rules", title: "Rules", unit: "rules loaded",
			sizes: []int{1e2, 1e3, 1e4, 1e5, 3e5, 1e6}, usual: 3e5, packets: fixed(rulesPackets), job: rulesJob},
		{name: "workers", title: "Workers", unit: "workers",
			sizes: []int{1, 2, 4, 8, 16}, usual: 8, packets: fixed(workersPackets), job: workersJob},
	}
}

func same(size int) int { return size }

func times(factor int) func(int) int { return func(size int) int { return factor * size } }

func fixed(packets int) func(int) int { return func(int) int { return packets } }

// packetsJob has flows come and go, each of a hundred packets or so, at 10,000 packets a second.
func packetsJob(_ *bench, size int) (job, error) {
	return job{args: meters(), feed: traffic{packets: size, flows: 10_000, renew: 100, gap: second / 10_000}.Write}, nil
}

const flowPackets = 8

// flowsJob has all flows alive from the begin to the end, which is less than any timeout away.
func flowsJob(_ *bench, size int) (job, error) {
	t := traffic{packets: flowPackets * size, flows: size, gap: 20 * second / int64(max(flowPackets*size, 1))}
	return job{args: meters(), feed: t.Write}, nil
}

const rateSeconds = 60

// rateJob is a minute of flows of one packet, which stay for the idle timeout.
func rateJob(_ *bench, size int) (job, error) {
	t := traffic{packets: rateSeconds * size, renew: 1, gap: second / int64(max(size, 1))}
	return job{args: meters(), feed: t.Write}, nil
}

const workersPackets = 4_000_000

func workersJob(_ *bench, size int) (job, error) {
	t := traffic{packets: workersPackets, flows: 100_000, renew: 100, gap: 5000}
	if size == 0 {
		t.packets = 0
	}
	return job{args: meters("--workers", strconv.Itoa(max(size, 1))), feed: t.Write}, nil
}

const rulesPackets = 200_000

// rulesJob meters short conversations, whose names and addresses the rules are asked for.
func rulesJob(b *bench, size int) (job, error) {
	path := filepath.Join(b.folder, fmt.Sprintf("rules-%d.txt", size))
	if err := writeRules(path, size); err != nil {
		return job{}, err
	}
	return job{args: meters("--rules", path), feed: func(w io.Writer) error {
		_, err := workload.Write(w, workload.Options{Name: "churn", Packets: rulesPackets, Seed: 1})
		return err
	}}, nil
}

const protocolPackets = 1_000_000

// protocolsJob has this program meter: the command has the protocols it has.
func protocolsJob(_ *bench, size int) (job, error) {
	nothing := func(io.Writer) error { return nil }
	return job{self: true, args: []string{"-protocols", strconv.Itoa(size)}, feed: nothing}, nil
}
