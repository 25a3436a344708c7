package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
)

// softflowd sends to the collector here, with the timeouts and the flow limit of nfstream; its default limit is 8192.
// -a uses the times of the capture instead of the clock, and expint checks for timeouts each second.
func softflowd(f, scratch string) (job, error) {
	c, err := newCollector()
	if err != nil {
		return job{}, err
	}
	args := []string{"-r", f, "-a", "-d", "-6", "-v", "9", "-n", c.address(), "-m", "4194304",
		"-p", filepath.Join(scratch, "pid"), "-c", "none", "-t", "maxlife=300", "-t", "expint=1"}
	for _, kind := range []string{"general", "tcp", "tcp.rst", "tcp.fin", "udp", "icmp"} {
		args = append(args, "-t", kind+"=30")
	}
	return job{args: args, after: c.end}, nil
}

// collector takes NetFlow from the loopback interface, and counts what comes.
type collector struct {
	conn    *net.UDPConn
	over    chan struct{}
	records atomic.Uint64
}

func newCollector() (*collector, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("listen for NetFlow: %w", err)
	}
	c := &collector{conn: conn, over: make(chan struct{})}
	go c.read()
	return c, nil
}

func (c *collector) address() string { return c.conn.LocalAddr().String() }

func (c *collector) read() {
	defer close(c.over)
	buf := make([]byte, 1<<16)
	for {
		n, err := c.conn.Read(buf)
		if err != nil {
			return
		}
		c.records.Add(netflowRecords(buf[:n]))
	}
}

// netflowRecords returns the number of records in the header of a NetFlow 9 datagram (RFC 3954, section 5.1).
func netflowRecords(datagram []byte) uint64 {
	if len(datagram) < 20 || binary.BigEndian.Uint16(datagram) != 9 {
		return 0
	}
	return uint64(binary.BigEndian.Uint16(datagram[2:]))
}

var errNoRecords = errors.New("it has written no records of flows")

// end closes the collector, and says whether anything has come; datagrams may be lost without harm.
func (c *collector) end() error {
	err := c.conn.Close()
	<-c.over
	if err == nil && c.records.Load() == 0 {
		return errNoRecords
	}
	return err
}

// findNfpcapd finds the meter of nfdump. Only the other programs of that package print the version.
func findNfpcapd(ctx context.Context, b *bench) (found, error) {
	f, err := tool("nfpcapd", "-h", nfpcapd)(ctx, b)
	if err != nil {
		return f, err
	}
	text, _ := exec.CommandContext(ctx, "nfdump", "-V").CombinedOutput()
	f.version = "nfdump " + versionIn(string(text))
	return f, nil
}

// nfpcapd writes into a folder, with the timeouts of ours.
func nfpcapd(f, scratch string) (job, error) {
	return job{args: []string{"-r", f, "-w", scratch, "-e", "300,30"}, after: func() error {
		written, err := os.ReadDir(scratch)
		if err == nil && len(written) == 0 {
			return errNoRecords
		}
		return err
	}}, nil
}
