package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/output"
)

// parameters are what the flags of the command flows say.
type parameters struct {
	config            nfstream.Config
	dissect, tunnels  bool
	keyFile           string
	slice             int
	format            string // of rows, empty until it is given or chosen
	terminal          bool   // standard output is one
	output            string
	rotateFlows, keep int
	rotateSize        int
	fresh             bool // no file is overwritten
	quiet, noProgress bool
	metricsFile       string
	memory            int // bytes; 0: the library's default, nfstream.Unlimited: no bound
	report            time.Duration
	processes         bool
	sources           []string
	counted           []nfstream.Plugin // of --count
}

func newParameters(plugins []nfstream.Plugin) *parameters {
	return &parameters{config: nfstream.Config{
		Plugins:           slices.Clip(plugins),
		Snaplen:           nfstream.DefaultSnaplen,
		IdleTimeout:       nfstream.DefaultIdleTimeout,
		ActiveTimeout:     nfstream.DefaultActiveTimeout,
		MaxTCPDissections: nfstream.DefaultMaxTCPDissections,
		MaxUDPDissections: nfstream.DefaultMaxUDPDissections,
		TableSize:         nfstream.DefaultTableSize,
		RingSize:          live.DefaultRingSize,
		BlockTimeout:      live.DefaultBlockTimeout,
	}}
}

// The groups of flags in help.
const (
	groupInput    = "Input"
	groupTimeouts = "Timeouts"
	groupOutput   = "Output"
	groupLabels   = "Labels"
	groupLive     = "Live"
	groupLimits   = "Limits"
)

func (p *parameters) define(fs *cmdline.FlagSet) {
	fs.Groups(groupInput, groupTimeouts, groupOutput, groupLabels, groupLive, groupLimits)
	fs.Group(groupOutput)
	p.defineOutput(fs)
	p.defineMeter(fs)
	fs.Group(groupLabels)
	p.defineDissection(fs)
	fs.Group(groupLimits)
	p.defineLimits(fs)
	fs.Group(groupLive)
	p.defineLive(fs)
	fs.Group(groupOutput)
	p.defineAnonymization(fs)
}

func (p *parameters) defineOutput(fs *cmdline.FlagSet) {
	fs.StringVarP(&p.output, "output", "o", "-",
		"write to this `file`, or one for each date (flows-%Y%m%d-%H.csv, in UTC), in the format that its name "+
			"ends in (.csv, .json, .jsonl), compressed if it ends in .gz or .zst; - is standard output")
	fs.Var(newOpenChoice(formats, func(i int) { p.format = formats[i] }), "format",
		"csv, json for JSON lines, or table for people to read (default: as --output ends, table on a terminal, else csv)")
	fs.Var(names{&p.config.Fields}, "fields", "columns and groups of columns that make a row (default \"default\")")
	fs.Var(newChoice(timeFormats, func(i int) { p.config.TimeFormat = nfstream.TimeFormat(i) }), "time-format",
		"how rows show when packets were seen: ms since 1970, ns since 1970 as an integer, or iso for RFC 3339 in UTC")
	fs.Var(nullWord{&p.config.Null}, "null", "`word` for what was not observed, in place of -1 or no text; '' for an empty cell; "+
		"null in JSON, whatever the word")
	fs.Var(number{at: &p.rotateFlows}, "rotate-flows",
		"begin a new file after so many flows; files are numbered, name-000001.csv (default: one file)")
	fs.Var(size{&p.rotateSize}, "rotate-size", "begin a new file after so many bytes, such as 100MiB (default: one file)")
	fs.Var(number{at: &p.keep}, "keep", "keep only so many of the files, the latest (default: all)")
	fs.BoolVarP(&p.quiet, "quiet", "q", false, "no progress bar and no summary")
	fs.BoolVar(&p.noProgress, "no-progress", false, "no progress bar")
}

func (p *parameters) defineMeter(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Group(groupTimeouts)
	fs.Var(timeout{&c.IdleTimeout}, "idle-timeout", "end a flow that has had no packet for so long")
	fs.Var(timeout{&c.ActiveTimeout}, "active-timeout", "end a flow that is so old")
	fs.Var(number{at: &p.slice}, "slice", "end a flow with its nth packet (default 0: never)")
	fs.Group(groupOutput)
	fs.BoolVar(&c.Statistics, "statistics", false, "add columns of packet sizes, inter-arrival times and TCP flags")
	fs.Var(number{at: &c.SPLT}, "splt", "keep direction, size and time of so many first packets of a flow (default 0)")
	fs.Var(newChoice(accountingModes, func(i int) { c.AccountingMode = nfstream.AccountingMode(i) }), "accounting-mode",
		"bytes that splt and the nfstream6 columns count: raw, ip, transport, payload, or 0 to 3")
	p.defineCount(fs)
	fs.BoolVar(&c.AccountIPPaddingSize, "account-ip-padding-size", false, "count padding behind an IP packet as part of it")
	fs.Group(groupInput)
	fs.BoolVar(&p.tunnels, "decode-tunnels", true, "look inside tunnels")
	fs.BoolVar(&c.IgnoreVLAN, "ignore-vlan", false, "packets of different VLANs may be of one flow, whose VLAN is its first packet's")
	fs.BoolVar(&c.IgnoreTunnel, "ignore-tunnel", false, "packets inside and outside of tunnels may be of one flow")
	p.defineFilter(fs)
	fs.Var(number{at: &c.Snaplen, least: 1}, "snaplen", "cut packets to so many bytes")
}

func (p *parameters) defineDissection(fs *cmdline.FlagSet) {
	c := &p.config
	fs.BoolVar(&p.dissect, "dissect", true, "inspect payloads to label the flows")
	fs.Var(number{at: &c.MaxTCPDissections, least: 1}, "max-tcp-dissections", "inspect at most so many payloads of a TCP flow")
	fs.Var(number{at: &c.MaxUDPDissections, least: 1}, "max-udp-dissections", "inspect at most so many payloads of a UDP flow")
	fs.StringArrayVar(&c.TorConsensus, "tor-consensus", nil,
		"Tor consensus document, whose relays' addresses tell Tor; may be repeated")
	p.defineRules(fs)
}

func (p *parameters) defineLimits(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Var(number{at: &c.Workers}, "workers", "shards that meter at the same time (default 0: what the machine has)")
	fs.Var(number{at: &c.MaxFlows}, "max-flows", "stop before the flow that would be one too many (default 0: no limit)")
	fs.Var(number{at: &c.TableSize, least: 1, word: unlimited, means: nfstream.Unlimited}, "table-size",
		"flows alive at most, then the least recent makes room; 0 or unlimited for no bound")
	fs.Var(memorySize{size{&p.memory}}, "memory", "keep to so much memory, such as 16M: inspect fewer flows when there is no more, then "+
		"evict the least recent; rings and workers are fewer and smaller where not asked for; unlimited for no bound "+
		"(default: a quarter of the machine's for interfaces, no bound for captures but for inspection, 256 MiB)")
}

func (p *parameters) defineLive(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Group(groupLimits)
	fs.Var(period{&c.Duration}, "duration", "stop after so long (default 0: not by time)")
	fs.Group(groupOutput)
	fs.DurationVar(&p.report, "performance-report", 0, "say every so often on standard error how far it is (default 0: never)")
	p.defineMetricsFile(fs)
	fs.Group(groupLabels)
	p.defineProcesses(fs)
	fs.Group(groupLive)
	fs.BoolVar(&c.Wait, "wait", false, "wait for an interface that is not there yet, or goes down or away")
	p.defineEngine(fs)
	fs.Var(size{&c.RingSize}, "ring-size", "memory for the packets of an interface that wait")
	fs.Var(period{&c.BlockTimeout}, "block-timeout", "how long packets of an interface may wait for others")
	fs.BoolVar(&c.NoPromiscuous, "no-promiscuous", false, "take only the packets that an interface receives anyway")
	fs.BoolVar(&c.HardwareTime, "hardware-time", false, "take the times at which an interface received packets, by its own clock")
}

const unlimited = "unlimited"

// The formats of rows.
const (
	formatCSV   = output.CSV
	formatJSON  = output.JSON
	formatTable = "table"
)

var (
	formats         = []string{formatCSV, formatJSON, formatTable}
	timeFormats     = []string{"ms", "ns", "iso"}
	accountingModes = []string{"raw", "ip", "transport", "payload"}
)

// flagNames puts flags in the place of the names of Config's fields in a message.
func flagNames(message string) string {
	words := strings.Split(message, " ")
	for i, word := range words {
		if flag, ok := fieldFlags[strings.TrimRight(word, ",.:")]; ok {
			words[i] = "--" + flag + word[len(strings.TrimRight(word, ",.:")):]
		}
	}
	return strings.Join(words, " ")
}
