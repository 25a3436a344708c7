// Package visibility is a plug-in that adds the process of this host to each flow: its PID, name and control group.
// Create it with New and pass it in nfstream.Config.Plugins.
//
// It is for live capture. It does not wait for the packets of the capture, which may be late. A separate packet
// socket, with a kernel filter for outgoing SYNs and datagrams, wakes it at each new connection. It then finds the
// socket by sock_diag (netlink) and the process that holds it in /proc. A connection is found if its socket stays
// open for about a millisecond. If packet sockets are not allowed, it polls sockets every 5 to 20 ms, which misses
// most short connections.
//
//	v, err := visibility.New(visibility.Options{})
//	if err != nil {
//		return err
//	}
//	defer v.Close()
//	if missing := v.Missing(); missing != nil {
//		log.Print(missing) // works, with gaps
//	}
//	s, err := nfstream.New(source, nfstream.Config{Plugins: []nfstream.Plugin{v}})
//
// The process is that of the flow's source if the source is an address of this host, else that of its destination.
// For a connection between two processes of this host it is the source's, or unknown if that was missed. The columns
// are set at the first packet if the process is known then, else when the flow ends. TCP and UDP are supported. For
// forwarded packets, addresses of containers are known, but not the addresses to which NAT translates them.
//
// It needs Linux 4.10 or later and no privileges. Without CAP_SYS_PTRACE it sees only processes of the same user;
// Missing reports that.
package visibility

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
)

// ErrNotSupported reports a system that does not show which process holds a socket.
var ErrNotSupported = errors.New("process visibility is not supported on this system")

// Unknown is the system_process_pid of flows with an unknown process.
const Unknown = -1

// The columns.
const (
	columnPID    = "system_process_pid"
	columnName   = "system_process_name"
	columnCgroup = "system_process_cgroup"
)

// Options configure the plug-in. The zero value of a field means its default.
type Options struct {
	// Keep is the minimum time for which a closed socket is remembered. The default is 150 s, or the stream's idle
	// timeout plus some seconds if that is longer, because a flow may be looked up when it ends.
	Keep time.Duration
	// MaxSockets is the maximum number of remembered sockets, about 150 bytes each; default 131,072. The oldest are
	// dropped first.
	MaxSockets int
	// OwnNamespace watches only the network namespace of the caller of New, not those of containers, which needs
	// CAP_SYS_ADMIN. At most 64 namespaces are watched.
	OwnNamespace bool
	// Poll polls for new sockets every 5 to 20 ms instead of using a packet socket. It takes some percent of a core,
	// because the kernel lists all sockets, and misses most connections that are shorter.
	Poll bool
}

const (
	defaultKeep    = 150 * time.Second
	defaultSockets = 1 << 17
)

func (o *Options) complete() error {
	if o.Keep < 0 || o.MaxSockets < 0 {
		return fmt.Errorf("%w: visibility: negative option", nfstream.ErrConfig)
	}
	if o.Keep == 0 {
		o.Keep = defaultKeep
	}
	if o.MaxSockets == 0 {
		o.MaxSockets = defaultSockets
	}
	return nil
}

// Process is the owner of a socket. It is immutable.
type Process struct {
	// PID is the process identifier in /proc.
	PID int
	// Name is the name of the process (/proc/PID/comm), by default that of its executable. The kernel keeps 15 bytes;
	// a longer name is completed from the executable or the command line if they agree.
	Name string
	// Cgroup is the path of its control group in the unified hierarchy (version 2). If there is none, or it is the
	// root, it is the first path of version 1 other than the root.
	Cgroup string
}

// Stats are the counters since New.
type Stats struct {
	LookedUp uint64 // flows with an end on this host
	Found    uint64 // LookedUp flows with a known process at the first packet or at the end
	Missed   uint64 // LookedUp flows that ended without a process

	Noticed uint64 // sockets that were looked up, after a packet or for a flow
	Gone    uint64 // Noticed sockets that were closed at the lookup
	Unowned uint64 // Noticed sockets without a visible process
	Dropped uint64 // sockets that arrived faster than lookups
	Evicted uint64 // sockets dropped early because the table was full
	Errors  uint64 // errors of the kernel
}

// counters are the counters of Stats.
type counters struct {
	lookedUp, found, missed, noticed, gone, unowned, dropped, evicted, errors atomic.Uint64
}

// Plugin is the plug-in. It can serve several streams concurrently.
type Plugin struct {
	sockets  *table
	counters *counters
	watcher  *watcher
}

// New starts watching the sockets of the caller's network namespace and, unless Options.OwnNamespace is set, of the
// namespaces of other processes. Call Close to stop. Errors wrap ErrNotSupported if the system lacks sock_diag, and
// nfstream.ErrConfig for an invalid option.
func New(o Options) (*Plugin, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	p := &Plugin{counters: &counters{}}
	p.sockets = newTable(o.MaxSockets, o.Keep, p.counters)
	var err error
	p.watcher, err = newWatcher(p.sockets, o)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Close stops watching. Streams may continue, but find no new sockets.
func (p *Plugin) Close() error { return p.watcher.close() }

// Missing reports missing capabilities and what cannot be seen without them. It is nil if nothing is missing.
func (p *Plugin) Missing() error { return p.watcher.missing }

// Stats returns the current counters. It is safe for concurrent use.
func (p *Plugin) Stats() Stats {
	c := p.counters
	return Stats{
		LookedUp: c.lookedUp.Load(), Found: c.found.Load(), Missed: c.missed.Load(),
		Noticed: c.noticed.Load(), Gone: c.gone.Load(), Unowned: c.unowned.Load(), Dropped: c.dropped.Load(),
		Evicted: c.evicted.Load(), Errors: c.errors.Load(),
	}
}

// Columns returns the columns of the process.
func (*Plugin) Columns() []nfstream.Column {
	return []nfstream.Column{
		{Name: columnPID, Type: nfstream.Int, Doc: "process of the flow on this host, -1 if unknown"},
		{Name: columnName, Type: nfstream.Text, Doc: "name of that process"},
		{Name: columnCgroup, Type: nfstream.Text, Doc: "control group of that process, which names its container"},
	}
}

// Open returns the hooks of a shard.
func (p *Plugin) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	h := &shard{Plugin: p, pid: s.Int(columnPID), name: s.Text(columnName), cgroup: s.Text(columnCgroup)}
	p.sockets.keepFor(s.Config().IdleTimeout + slack)
	return nfstream.Hooks{Init: h.begin, Expire: h.end}, nil
}

// shard is the plug-in's part in one shard.
type shard struct {
	*Plugin
	pid          nfstream.IntColumn
	name, cgroup nfstream.RefColumn[string]
}

// Values of the column of the PID before its final one.
const foreign = Unknown - 1 // not a flow of this host; not looked up again

func (s *shard) begin(_ *nfstream.Packet, f *nfstream.Flow) {
	s.pid.Set(f, Unknown)
	pair, local := s.sockets.pairOf(f)
	if !local {
		s.pid.Set(f, foreign)
		return
	}
	s.counters.lookedUp.Add(1)
	if !s.set(f, &pair) {
		s.watcher.ask(pair)
	}
}

func (s *shard) end(f *nfstream.Flow) {
	switch s.pid.Get(f) {
	case foreign:
		s.pid.Set(f, Unknown)
	case Unknown:
		if pair, local := s.sockets.pairOf(f); !local || !s.set(f, &pair) {
			s.counters.missed.Add(1)
		}
	}
}

// set sets the columns if the process is known.
func (s *shard) set(f *nfstream.Flow, pair *pair) bool {
	process := s.sockets.find(pair, f.Bidirectional().First-int64(slack))
	if process == nil {
		return false
	}
	s.pid.Set(f, int64(process.PID))
	s.name.Set(f, process.Name)
	s.cgroup.Set(f, process.Cgroup)
	s.counters.found.Add(1)
	return true
}
