// Package visibility is a plug-in that tells which process of this host a flow belongs to.
//
// It is for live capture: it learns of sockets as they are opened, not from the packets that the capture hands over,
// which may be late. A packet socket of its own, whose filter in the kernel lets only SYNs and datagrams that leave this
// host pass, wakes it at each connection; sock_diag (netlink) then names the socket, and /proc the process that holds
// it. So a connection is seen if its socket stays open for about a millisecond, however often anything is polled. Where
// packet sockets are not allowed, sockets are polled every 5 to 20 ms, which misses most short ones.
//
//	v, err := visibility.New(visibility.Options{})
//	if err != nil {
//		return err
//	}
//	defer v.Close()
//	if missing := v.Missing(); missing != nil {
//		log.Print(missing) // works, but does not see everything
//	}
//	s, err := nfstream.New(source, nfstream.Config{Plugins: []nfstream.Plugin{v}})
//
// The process is that of the flow's source if the source is an address of this host, else that of its destination. Of a
// connection between two processes of this host it is thus the source's, and unknown if that was missed. What it knows
// of a flow at the first packet it tells then; else once more when the flow ends. TCP and UDP are covered; of forwarded
// and translated packets, containers' own addresses are known, those that NAT puts in their place are not.
//
// It runs on Linux 4.10 or later, as any user: without CAP_SYS_PTRACE it sees processes of the same user alone, and
// Missing says so.
package visibility

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nfstream/nfstream-go"
)

// ErrNotSupported says that this system does not tell which process holds a socket.
var ErrNotSupported = errors.New("visibility of processes is not supported on this system")

// Unknown is the column system_process_pid of flows whose process is not known.
const Unknown = -1

// The columns.
const (
	columnPID    = "system_process_pid"
	columnName   = "system_process_name"
	columnCgroup = "system_process_cgroup"
)

// Options say what is watched. The zero value of each means its default.
type Options struct {
	// Keep is for how long at least a socket that was closed is remembered: 150 s, or the idle timeout of the stream
	// and some seconds if that is longer, as a flow may be asked about when it ends.
	Keep time.Duration
	// MaxSockets is how many sockets are remembered at most, about 150 bytes each: 131,072. The oldest ones make room.
	MaxSockets int
	// OwnNamespace watches the network namespace of the caller of New alone, not those of containers, which takes
	// CAP_SYS_ADMIN. At most 64 namespaces are watched.
	OwnNamespace bool
	// Poll looks for new sockets every 5 to 20 ms instead of waiting for packets, as if packet sockets were not allowed.
	// It takes some percent of a core, as the kernel goes through all it has, and misses most of what lives for less.
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

// Process is the owner of a socket. It does not change once it is made.
type Process struct {
	// PID is the process identifier as /proc shows it.
	PID int
	// Name is what the process is called (/proc/PID/comm), which is its executable's name unless it chose another. As
	// the kernel keeps 15 bytes, a longer name is completed from the executable or the command line where they agree.
	Name string
	// Cgroup is the path of its control group: in the unified hierarchy (version 2), else, or where that is the root,
	// in the first of version 1 that is not.
	Cgroup string
}

// Stats are counters since New.
type Stats struct {
	LookedUp uint64 // flows with an end on this host
	Found    uint64 // of them those whose process was known at the first packet or at the end
	Missed   uint64 // of them those that ended without

	Noticed uint64 // sockets that began to send, or were asked about, and were looked up
	Gone    uint64 // of them those that were closed by then
	Unowned uint64 // of them those that no visible process holds
	Dropped uint64 // sockets that came faster than they could be looked up
	Evicted uint64 // sockets forgotten before their time, for lack of room
	Errors  uint64 // refusals of the kernel
}

// counters are those of Stats.
type counters struct {
	lookedUp, found, missed, noticed, gone, unowned, dropped, evicted, errors atomic.Uint64
}

// Plugin is the plug-in. One can serve several streams at once.
type Plugin struct {
	sockets  *table
	counters *counters
	watcher  *watcher
}

// New begins to watch the sockets of the network namespace of its caller and, unless told otherwise, those of other
// processes' namespaces. Close ends that. Its error wraps ErrNotSupported where the system has no sock_diag, and
// nfstream.ErrConfig where an option is impossible.
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

// Close ends the watching. Streams may go on; they learn of no more sockets.
func (p *Plugin) Close() error { return p.watcher.close() }

// Missing tells what the process may not do and what therefore stays unknown, by capability; nil where nothing is
// missing.
func (p *Plugin) Missing() error { return p.watcher.missing }

// Stats returns the counters so far. It may be called at any time.
func (p *Plugin) Stats() Stats {
	c := p.counters
	return Stats{
		LookedUp: c.lookedUp.Load(), Found: c.found.Load(), Missed: c.missed.Load(),
		Noticed: c.noticed.Load(), Gone: c.gone.Load(), Unowned: c.unowned.Load(), Dropped: c.dropped.Load(),
		Evicted: c.evicted.Load(), Errors: c.errors.Load(),
	}
}

// Columns are those of the process.
func (*Plugin) Columns() []nfstream.Column {
	return []nfstream.Column{
		{Name: columnPID, Type: nfstream.Int, Doc: "process of this host that the flow belongs to, -1 if unknown"},
		{Name: columnName, Type: nfstream.Text, Doc: "name of that process"},
		{Name: columnCgroup, Type: nfstream.Text, Doc: "control group of that process, which names its container"},
	}
}

// Open begins a shard.
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
const foreign = Unknown - 1 // not a flow of this host, which need not be asked about again

func (s *shard) begin(_ *nfstream.Packet, f *nfstream.Flow) {
	s.pid.Set(f, Unknown)
	pair, local := s.sockets.pairOf(f)
	if !local {
		s.pid.Set(f, foreign)
		return
	}
	s.counters.lookedUp.Add(1)
	if !s.tell(f, &pair) {
		s.watcher.ask(pair)
	}
}

func (s *shard) end(f *nfstream.Flow) {
	switch s.pid.Get(f) {
	case foreign:
		s.pid.Set(f, Unknown)
	case Unknown:
		if pair, local := s.sockets.pairOf(f); !local || !s.tell(f, &pair) {
			s.counters.missed.Add(1)
		}
	}
}

// tell sets the columns if the process is known.
func (s *shard) tell(f *nfstream.Flow, pair *pair) bool {
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
