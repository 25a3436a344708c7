package nfstream

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/table"
)

// Config is how a Streamer meters. The zero Config, and each zero field of one, means the default.
type Config struct {
	// Source is where New takes frames from. Open and OpenAll set it.
	Source capture.Source
	// Snaplen cuts frames to so many bytes. Default 65535.
	Snaplen int
	// Filter takes only the packets that match an expression of the pcap-filter language, see package capture/filter. Of
	// an interface the kernel drops the others.
	Filter string
	// RingSize is how many bytes of memory the ring of each interface takes, or the rings, where each worker has one; none
	// is smaller than 4 MiB for being shared. Default 8 MiB, or less where Memory is a bound.
	RingSize int
	// CaptureEngine captures the packets of interfaces in another way, such as gopacket's, see capture/live/afpacket and
	// capture/live/pcapgo. All workers then share one Source. Default: the rings of package capture/live.
	CaptureEngine live.Engine
	// BlockTimeout is after how long the kernel hands over the packets of an interface that do not fill a block of its
	// ring. Default 50 ms; at least 1 ms.
	BlockTimeout time.Duration
	// NoPromiscuous takes only the packets that an interface receives anyway, not all that pass it.
	NoPromiscuous bool
	// HardwareTime takes the times at which an interface received packets, by its own clock, instead of the kernel's. It
	// needs CAP_NET_ADMIN.
	HardwareTime bool
	// Wait waits for an interface that goes down or away to come back, instead of ending the run, and for one that is not
	// there yet. A source that is no file is then taken for the name of an interface.
	Wait bool
	// IdleTimeout ends a flow that has had no packet for so long. Default 30 s; NoTimeout for zero, else at least 1 ms.
	IdleTimeout time.Duration
	// ActiveTimeout ends a flow that is so old. Default 300 s; NoTimeout for zero, else at least 1 ms.
	ActiveTimeout time.Duration
	// Duration ends the run after so long by the wall clock, of captures as of interfaces, from when it begins to read. The
	// flows that are alive then are exported, Flows and Run return no error for it, and Stats.TimedOut says so. Default 0,
	// not by time; else at least 1 ms.
	Duration time.Duration
	// Plugins are called for every flow, in this order.
	Plugins []Plugin
	// Dissect turns inspection of payloads on, which labels the flows. Default On.
	Dissect Switch
	// MaxTCPDissections and MaxUDPDissections bound the payload packets of a flow that are inspected. What has begun by
	// then is read to its end, within bounds of bytes: see l7.MaxBeyond. Default 10 and 16.
	MaxTCPDissections, MaxUDPDissections int
	// TorConsensus names files of Tor consensus documents: what talks with a relay that they list is Tor.
	TorConsensus []string
	// Rules names files of own rules, which say what is which application or category, and databases of AS numbers;
	// see docs/rules.md and rules.Load. ReloadRules reads them again. Without Dissect only the databases are of use.
	Rules []string
	// RuleSet is rules that are compiled already, in place of Rules. SetRules puts others in their place.
	RuleSet *rules.Set
	// Statistics adds the columns of packet sizes, inter-arrival times and TCP flags.
	Statistics bool
	// AccountIPPaddingSize counts the link-layer padding behind an IP packet as part of it.
	AccountIPPaddingSize bool
	// DecodeTunnels looks inside tunnels. Default On.
	DecodeTunnels Switch
	// IgnoreVLAN has packets of all VLANs, and of none, be one flow, as those of a mirror that tags one direction only.
	// The flow's VLAN is that of its first packet.
	IgnoreVLAN bool
	// IgnoreTunnel has packets inside tunnels of any kind, and outside, be one flow, as those of a mirror that encapsulates
	// one direction only. The flow's tunnel is that of its first packet. Workers then share the ring of an interface.
	IgnoreTunnel bool
	// SPLT is for how many of a flow's first packets direction, size and time are kept, at most MaxSPLT. Default 0.
	SPLT int
	// AccountingMode says which bytes the nfstream6 columns and SPLT count. Default AccountRaw.
	AccountingMode AccountingMode
	// Workers is how many shards meter at the same time, at most MaxWorkers; with 1 everything runs in the goroutine of
	// the caller. Default: what the machine has. The rows are the same for any number; of interfaces, but for their IDs and
	// order, as each worker has a ring of its own.
	Workers int
	// MaxFlows ends the run before the flow that would be one too many. Default 0, without limit.
	MaxFlows int
	// TableSize bounds the flows alive. When the table is full, the least recent flow makes room. Default
	// DefaultTableSize; Unlimited for no bound.
	TableSize int
	// Memory bounds the memory that a run takes, in bytes: rings of interfaces, blocks that are read, the table of flows,
	// inspection and labels, and what Go's runtime needs for it; see Budget. When there is no more for inspection, flows
	// that begin are not inspected, or those that were idle longest no further; when the table is full, the least recent
	// flow makes room. Which flows are concerned depends on the number of workers. Default DefaultMemory for interfaces; for
	// captures no bound but DefaultInspection for what inspection takes. Unlimited for no bound at all.
	//
	// It takes the process to keep to it: debug.SetMemoryLimit of Budget.RuntimeLimit has garbage collected in time.
	// Resident memory has the program's own pages besides. What sinks keep but rows that gather, what plug-ins store by
	// reference, and a Source of the caller's are the caller's to add.
	Memory int
	// Fields are the names of columns and of groups of columns that make a row. Default the group "default".
	Fields []string
	// TimeFormat is how rows show when packets were seen first and last. Default TimeMillis.
	TimeFormat TimeFormat
	// Null is what rows show in place of a value that was not observed: of -1, of no text, and of the 0 that stands for a
	// time without packets, a number without the protocol it is of, or no autonomous system; Empty for nothing at all. It
	// is null in JSON, whatever it is. -1 in a list, which fills it up, stays. Default: the values themselves.
	Null string
	// Anonymize names columns of the rows, of texts or integers, whose values are replaced by a keyed hash (HMAC-SHA-256).
	Anonymize []string
	// AnonymizeKey is the key for that, of at least 16 bytes; the same key gives the same values. Default: random.
	AnonymizeKey []byte
	// AnonymizePrefix keeps the addresses among them addresses, and common prefixes common (Crypto-PAn).
	AnonymizePrefix bool
}

// Switch is a truth value whose zero value is its parameter's default.
type Switch uint8

// The states of a Switch.
const (
	Default Switch = iota
	On
	Off
)

func (s Switch) on(byDefault bool) bool {
	if s == Default {
		return byDefault
	}
	return s == On
}

// AccountingMode says which bytes of a packet are counted.
type AccountingMode = flow.AccountingMode

// The accounting modes, with the numbers of nfstream 6.
const (
	AccountRaw       = flow.AccountRaw       // the frame on the wire
	AccountIP        = flow.AccountIP        // the IP packet
	AccountTransport = flow.AccountTransport // the IP packet without its header
	AccountPayload   = flow.AccountPayload   // the transport's payload
)

// Values and bounds of Config's fields.
const (
	// NoTimeout is a timeout of zero: every packet finds the flow before it ended.
	NoTimeout time.Duration = -1 << 63
	// Unlimited is a TableSize, or a Memory, without bound.
	Unlimited = -1
	// Empty is a Null of no text at all, which pandas, polars and DuckDB take for a missing value of any type.
	Empty = column.Empty

	DefaultSnaplen           = 65535
	DefaultIdleTimeout       = 30 * time.Second
	DefaultActiveTimeout     = 300 * time.Second
	DefaultMaxTCPDissections = 10
	DefaultMaxUDPDissections = 16
	DefaultTableSize         = 1 << 22

	MaxSPLT    = 255
	MaxWorkers = 256
	maxSnaplen = 1 << 24
)

// ErrConfig is what every *ParameterError wraps.
var ErrConfig = errors.New("nfstream: bad parameter")

// ParameterError says which parameter makes no sense, and what would.
type ParameterError struct {
	Parameter string // a field of Config
	Reason    string // such as "is -1s: want a time of at least 0"
	Least     int    // the least Memory that would do; 0 of other parameters
}

func (e *ParameterError) Error() string {
	return ErrConfig.Error() + ": " + e.Parameter + " " + e.Reason
}

// Unwrap returns ErrConfig.
func (e *ParameterError) Unwrap() error { return ErrConfig }

func refuse(parameter, format string, args ...any) error {
	return &ParameterError{Parameter: parameter, Reason: fmt.Sprintf(format, args...)}
}

// normal returns cfg with every default filled in, NoTimeout as 0 and Unlimited as the largest int, or why a value makes
// no sense.
func (c Config) normal() (Config, error) {
	err := errors.Join(
		timeout("IdleTimeout", &c.IdleTimeout, DefaultIdleTimeout),
		timeout("ActiveTimeout", &c.ActiveTimeout, DefaultActiveTimeout),
		number("RingSize", &c.RingSize, c.ringDefault(), 1, maxInt),
		period("Duration", &c.Duration, 0),
		period("BlockTimeout", &c.BlockTimeout, live.DefaultBlockTimeout),
		number("Snaplen", &c.Snaplen, DefaultSnaplen, 1, maxSnaplen),
		number("MaxTCPDissections", &c.MaxTCPDissections, DefaultMaxTCPDissections, 1, 1<<16-1),
		number("MaxUDPDissections", &c.MaxUDPDissections, DefaultMaxUDPDissections, 1, 1<<16-1),
		number("SPLT", &c.SPLT, 0, 0, MaxSPLT),
		number("Workers", &c.Workers, c.workersDefault(), 1, MaxWorkers),
		number("MaxFlows", &c.MaxFlows, maxInt, 1, maxInt),
	)
	if c.Memory != Unlimited {
		err = errors.Join(err, number("Memory", &c.Memory, 0, 1, maxInt))
	}
	if c.TableSize == Unlimited {
		c.TableSize = maxInt
	} else {
		err = errors.Join(err, number("TableSize", &c.TableSize, DefaultTableSize, 1, maxInt))
	}
	if c.AccountingMode > AccountPayload {
		err = errors.Join(err, refuse("AccountingMode",
			"is %d: want 0 (frame), 1 (IP), 2 (transport) or 3 (payload)", c.AccountingMode))
	}
	return c, errors.Join(err, switches(c), c.checkRows())
}

const maxInt = int(^uint(0) >> 1)

// ringDefault returns the size of a ring where none is asked for, 0 where that is up to the budget.
func (c *Config) ringDefault() int {
	if c.Memory > 0 {
		return 0
	}
	return live.DefaultRingSize
}

// ignored returns which parts of keys do not tell flows apart.
func (c *Config) ignored() flowkey.Ignored {
	return flowkey.Ignored{VLAN: c.IgnoreVLAN, Tunnel: c.IgnoreTunnel}
}

// workersDefault returns how many workers the machine has, or a bound of memory has room for.
func (c *Config) workersDefault() int {
	n := min(runtime.GOMAXPROCS(0), MaxWorkers)
	if c.Memory > 0 {
		n = max(1, min(n, c.Memory/leastAWorker))
	}
	return n
}

func timeout(name string, d *time.Duration, byDefault time.Duration) error {
	switch {
	case *d == 0:
		*d = byDefault
	case *d == NoTimeout:
		*d = 0
	case *d < leastTime:
		return tooShort(name, *d)
	case *d > table.MaxTimeout:
		return refuse(name, "is %v: want at most %v", *d, time.Duration(table.MaxTimeout))
	}
	return nil
}

// period fills in the default for 0 and refuses what is too short.
func period(name string, d *time.Duration, byDefault time.Duration) error {
	if *d == 0 {
		*d = byDefault
	} else if *d < leastTime {
		return tooShort(name, *d)
	}
	return nil
}

const (
	// leastTime is the shortest time that a field of Config takes: less is most often a number without its unit.
	leastTime = time.Millisecond
	// mostSeconds is up to which number seconds are likely to be meant: a day.
	mostSeconds = 86_400
)

func tooShort(name string, d time.Duration) error {
	switch {
	case d < 0:
		return refuse(name, "is %v: want a time of at least 0", d)
	case d > mostSeconds:
		return refuse(name, "is %v: want at least %v", d, leastTime)
	}
	return refuse(name, "is %v: want at least %v; %d is %d ns, perhaps %[3]d * time.Second was meant", d, leastTime, int64(d),
		int64(d))
}

// number fills in the default for 0 and refuses what is out of bounds.
func number(name string, v *int, byDefault, lo, hi int) error {
	if *v == 0 {
		*v = byDefault
		return nil
	}
	if *v < lo || *v > hi {
		if hi == maxInt {
			return refuse(name, "is %d: want at least %d", *v, lo)
		}
		return refuse(name, "is %d: want %d to %d", *v, lo, hi)
	}
	return nil
}

// checkRows refuses what rows cannot show.
func (c *Config) checkRows() error {
	if c.TimeFormat > TimeISO {
		return refuse("TimeFormat", "is %d: want TimeMillis, TimeNanos or TimeISO", c.TimeFormat)
	}
	if c.Null != Empty && (!rows.IsClean(c.Null) || strings.ContainsAny(c.Null, ",\"")) {
		return refuse("Null", "is %q: want a word in UTF-8 without commas, quotes and control characters", c.Null)
	}
	return nil
}

func switches(c Config) error {
	if c.Dissect > Off {
		return refuse("Dissect", "is %d: want On, Off or Default", c.Dissect)
	}
	if c.DecodeTunnels > Off {
		return refuse("DecodeTunnels", "is %d: want On, Off or Default", c.DecodeTunnels)
	}
	return nil
}
