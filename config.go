package nfstream

import (
	"errors"
	"runtime"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/budget"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/risk"
	"github.com/nfstream/nfstream-go/table"
)

// Config is the parameters of a Streamer. A zero field means its default.
type Config struct {
	// Snaplen is the maximum length of a frame in bytes. Longer frames are cut. Default 65535.
	Snaplen int
	// Filter takes only the packets that match an expression of the pcap-filter language, see package capture/filter. The
	// kernel drops the other packets of an interface.
	Filter string
	// RingSize is the size of the ring of each interface in bytes, or of its rings together if each worker has one. A ring
	// of a worker has at least 4 MiB. Default 8 MiB, or less if Memory is a bound.
	RingSize int
	// CaptureEngine captures the packets of interfaces in another way, such as gopacket's, see capture/live/afpacket and
	// capture/live/pcapgo. All workers then share one Source. Default: the rings of package capture/live.
	CaptureEngine live.Engine
	// BlockTimeout is the time after which the kernel hands over the packets of an interface that do not fill a block of its
	// ring. Default 50 ms; at least 1 ms.
	BlockTimeout time.Duration
	// NoPromiscuous takes only the packets that an interface receives anyway, not all that pass it.
	NoPromiscuous bool
	// HardwareTime takes the times at which an interface received packets, by its own clock, instead of the kernel's. It
	// needs CAP_NET_ADMIN.
	HardwareTime bool
	// Wait waits for an interface that goes down or away to come back, instead of ending the run, and for one that does not
	// exist yet. A source that is not a file is then taken for the name of an interface.
	Wait bool
	// IdleTimeout exports a flow that has had no packet for this time. Default 30 s; NoTimeout for zero, else at least 1 ms.
	IdleTimeout time.Duration
	// ActiveTimeout exports a long-running flow after this time. Default 300 s; NoTimeout for zero, else at least 1 ms.
	ActiveTimeout time.Duration
	// Duration ends the run after this time by the wall clock, counted from the start of reading, for captures and
	// interfaces. The flows that are alive then are exported, Flows and Run return no error for it, and Stats.TimedOut is
	// set. Default 0, no limit; else at least 1 ms.
	Duration time.Duration
	// Plugins are called for every flow, in this order.
	Plugins []Plugin
	// Dissect turns inspection of payloads on, which labels the flows. Default On.
	Dissect Switch
	// MaxTCPDissections and MaxUDPDissections bound the payload packets of a flow that are inspected. A message that has
	// started by then is read to its end, within bounds of bytes: see l7.MaxBeyond. Default 10 and 16.
	MaxTCPDissections, MaxUDPDissections int
	// Heuristics identifies hidden protocols by the form of payloads that nothing else recognises: fully encrypted connections,
	// TLS within them, and obfuscated OpenVPN. They are wrong more often than other names, see docs/protocols.md. The confidence
	// is ByShape. A tiny build has none.
	Heuristics bool
	// Passwords fills the columns of passwords that are sent in clear text. Without it passwords are not kept at all.
	Passwords bool
	// TorConsensus names files of Tor consensus documents. Flows with a relay that they list are Tor.
	TorConsensus []string
	// Rules names files of custom rules, which assign applications and categories, and databases of AS numbers; see
	// docs/rules.md and rules.Load. ReloadRules reads them again. Without Dissect only the databases are used.
	Rules []string
	// RuleSet is compiled rules, in place of Rules. SetRules replaces them.
	RuleSet *rules.Set
	// Risks looks for risks of flows, which Flow.Risks returns, and says which; see docs/risks.md. Default: all if Fields name
	// a column of the group risks, else none.
	Risks *risk.Options
	// Statistics adds the columns of packet sizes, inter-arrival times and TCP flags.
	Statistics bool
	// AccountIPPaddingSize counts the link-layer padding after an IP packet as part of it.
	AccountIPPaddingSize bool
	// DecodeTunnels looks inside tunnels. Default On.
	DecodeTunnels Switch
	// IgnoreVLAN makes packets of all VLANs, and of none, one flow. It is for mirrors that tag one direction only. The
	// flow's VLAN is that of its first packet.
	IgnoreVLAN bool
	// IgnoreTunnel makes packets inside tunnels of any kind, and outside, one flow. It is for mirrors that encapsulate one
	// direction only. The flow's tunnel is that of its first packet. Workers then share the ring of an interface.
	IgnoreTunnel bool
	// SPLT records direction, size and time of the first N packets of a flow, at most MaxSPLT. Default 0.
	SPLT int
	// AccountingMode says which bytes the nfstream6 columns and SPLT count. Default AccountRaw.
	AccountingMode AccountingMode
	// Workers is the number of shards that meter at the same time, at most MaxWorkers. With 1 everything runs in the
	// caller's goroutine. Default: the processors of the machine. The rows are the same for any number. On interfaces their
	// IDs and order differ, since each worker has a ring of its own.
	Workers int
	// MaxFlows ends the run before the flow that would exceed this number. Default 0, no limit.
	MaxFlows int
	// TableSize bounds the flows alive. When the table is full, the least recent flow is exported. Default
	// DefaultTableSize; Unlimited for no bound.
	TableSize int
	// Memory bounds the memory of a run in bytes: rings of interfaces, read buffers, the flow table, inspection and labels,
	// and what Go's runtime needs for it; see Budget. When inspection has used its share, new flows are not inspected, or
	// inspection of the flows that were idle longest ends. When the table is full, the least recent flow is exported. The
	// number of workers influences which flows are concerned. Default: for interfaces DefaultMemory; for captures no bound,
	// but DefaultInspection for inspection. Unlimited for no bound at all.
	//
	// The process has to set the limit of the garbage collector: debug.SetMemoryLimit(Budget.RuntimeLimit). The resident
	// memory also includes the pages of the program. The caller adds what sinks keep besides buffered rows, what plug-ins
	// store by reference, and what a source given to New takes.
	Memory int
	// Fields are the names of the columns of a row, and of groups of columns. Default the group "default".
	Fields []string
	// TimeFormat is how rows show when packets were seen first and last. Default TimeMillis.
	TimeFormat TimeFormat
	// Null replaces a value that was not observed: -1, an empty text, and a 0 that stands for a time without packets, a
	// number without the protocol that it belongs to, or no autonomous system. Empty writes nothing at all. In JSON any Null
	// is null. -1 stays in a list, which it fills up. Default: the values themselves.
	Null string
	// Anonymize names columns of the rows, of type text, integer or time, whose values are replaced by a keyed hash
	// (HMAC-SHA-256).
	Anonymize []string
	// AnonymizeKey is the key of that hash, at least 16 bytes. The same key gives the same values. Default: random.
	AnonymizeKey []byte
	// AnonymizePrefix replaces addresses by addresses that keep common prefixes (Crypto-PAn).
	AnonymizePrefix bool
}

// Switch is a boolean with a third value: zero is the default of the parameter.
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
	// NoTimeout is a timeout of zero: each packet ends the flow before it.
	NoTimeout time.Duration = -1 << 63
	// Unlimited is a TableSize, or a Memory, without bound.
	Unlimited = -1
	// Empty is a Null of no text. pandas, polars and DuckDB read it as a missing value of any type.
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

// normal returns c with every default filled in, NoTimeout as 0 and Unlimited as the largest int, or an error for each
// value that is invalid.
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
	return c, errors.Join(err, switches(c), c.checkRows(), c.checkRisks())
}

const maxInt = int(^uint(0) >> 1)

// ringDefault returns the default RingSize, 0 if the bound of memory decides.
func (c *Config) ringDefault() int {
	if c.Memory > 0 {
		return 0
	}
	return live.DefaultRingSize
}

// workersDefault returns the number of processors, or less if the bound of memory has room for fewer workers.
func (c *Config) workersDefault() int {
	n := min(runtime.GOMAXPROCS(0), MaxWorkers)
	if c.Memory > 0 {
		n = budget.Workers(c.Memory, n)
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

// period fills in the default for 0 and refuses a time that is too short.
func period(name string, d *time.Duration, byDefault time.Duration) error {
	if *d == 0 {
		*d = byDefault
	} else if *d < leastTime {
		return tooShort(name, *d)
	}
	return nil
}

const (
	// leastTime is the shortest time that a field of Config takes. Less is most often a number without its unit.
	leastTime = time.Millisecond
	// mostSeconds is the largest number that probably means seconds: a day.
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

// number fills in the default for 0 and refuses a value that is out of bounds.
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

// checkRows refuses formats that rows cannot have.
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
