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

// parameters are the values of the flags of the command flows.
type parameters struct {
	config            nfstream.Config
	dissect, tunnels  bool
	keyFile           string
	slice             int
	outputs           *output.Outputs
	format            string // format of rows, empty until given or chosen
	terminal          bool   // standard output is a terminal
	output            string
	warn              func(error) // reports an error of an output that does not end the run
	rotateFlows, keep int
	rotateSize        int
	fresh             bool // never overwrite a file
	quiet, noProgress bool
	metricsFile       string
	memory            int // bytes; 0: the library's default, nfstream.Unlimited: no bound
	report            time.Duration
	processes         bool
	sources           []string
	counted           []nfstream.Plugin // of --count
}

func newParameters(program *Program) *parameters {
	return &parameters{outputs: program.outputs(), config: nfstream.Config{
		Plugins:           slices.Clip(program.Plugins),
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
		"write rows to this `file`, or to one for each date (flows-%Y%m%d-%H.csv, in UTC). Its extension selects the format "+
			"(.csv, .json, .jsonl) and the compression (.gz, .zst); - is standard output")
	formats := p.formats()
	fs.Var(formatWord{newOpenChoice(formats, func(i int) { p.format = formats[i] }), p.outputs}, "format", p.formatUsage())
	fs.Var(names{&p.config.Fields}, "fields", "columns and groups of columns of a row (default \"default\")")
	fs.Var(newChoice(timeFormats, func(i int) { p.config.TimeFormat = nfstream.TimeFormat(i) }), "time-format",
		"format of first and last seen: ms since 1970, ns since 1970 as an integer, or iso for RFC 3339 in UTC")
	fs.Var(nullWord{&p.config.Null}, "null",
		"`word` to write for values that were not observed, instead of -1 or no text; '' for an empty cell; "+
			"always null in JSON")
	fs.Var(number{at: &p.rotateFlows}, "rotate-flows",
		"start a new file after N flows; files are numbered: name-000001.csv (default: one file)")
	fs.Var(size{&p.rotateSize}, "rotate-size", "start a new file after this size, such as 100MiB (default: one file)")
	fs.Var(number{at: &p.keep}, "keep", "keep only the latest N files (default: all)")
	fs.BoolVarP(&p.quiet, "quiet", "q", false, "no progress bar and no summary")
	fs.BoolVar(&p.noProgress, "no-progress", false, "no progress bar")
}

func (p *parameters) defineMeter(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Group(groupTimeouts)
	fs.Var(timeout{&c.IdleTimeout}, "idle-timeout", "export a flow after this time without a packet")
	fs.Var(timeout{&c.ActiveTimeout}, "active-timeout", "export a long-running flow after this time")
	fs.Var(number{at: &p.slice}, "slice", "export a flow after its Nth packet (default 0: never)")
	fs.Group(groupOutput)
	fs.BoolVar(&c.Statistics, "statistics", false, "add columns of packet sizes, inter-arrival times and TCP flags")
	fs.Var(number{at: &c.SPLT}, "splt", "record direction, size and time of the first N packets of a flow (default 0)")
	fs.Var(newChoice(accountingModes, func(i int) { c.AccountingMode = nfstream.AccountingMode(i) }), "accounting-mode",
		"bytes that splt and the nfstream6 columns count: raw, ip, transport, payload, or 0 to 3")
	p.defineCount(fs)
	fs.BoolVar(&c.AccountIPPaddingSize, "account-ip-padding-size", false, "count link-layer padding as part of the IP packet")
	fs.Group(groupInput)
	fs.BoolVar(&p.tunnels, "decode-tunnels", true, "look inside tunnels")
	fs.BoolVar(&c.IgnoreVLAN, "ignore-vlan", false, "packets of different VLANs may belong to one flow; its VLAN is that of the first packet")
	fs.BoolVar(&c.IgnoreTunnel, "ignore-tunnel", false, "packets inside and outside of tunnels may belong to one flow")
	p.defineFilter(fs)
	fs.Var(number{at: &c.Snaplen, least: 1}, "snaplen", "use only the first N bytes of a packet")
}

func (p *parameters) defineDissection(fs *cmdline.FlagSet) {
	c := &p.config
	fs.BoolVar(&p.dissect, "dissect", true, "inspect payloads to label flows")
	fs.Var(number{at: &c.MaxTCPDissections, least: 1}, "max-tcp-dissections", "inspect at most N payloads of a TCP flow")
	fs.Var(number{at: &c.MaxUDPDissections, least: 1}, "max-udp-dissections", "inspect at most N payloads of a UDP flow")
	fs.BoolVar(&c.Heuristics, "heuristics", false, "identify hidden protocols by the form of payloads; wrong more often than other names")
	fs.BoolVar(&c.Passwords, "passwords", false, "fill columns of passwords that are sent in clear text")
	fs.StringArrayVar(&c.TorConsensus, "tor-consensus", nil,
		"Tor consensus document; the addresses of its relays identify Tor; may be repeated")
	p.defineRules(fs)
	p.defineRisks(fs)
}

func (p *parameters) defineLimits(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Var(number{at: &c.Workers}, "workers", "shards that meter in parallel (default 0: all cores)")
	fs.Var(number{at: &c.MaxFlows}, "max-flows", "stop after N flows, before the next one (default 0: no limit)")
	fs.Var(number{at: &c.TableSize, least: 1, word: unlimited, means: nfstream.Unlimited}, "table-size",
		"maximum number of active flows; a full table exports the least recent one; 0 or unlimited for no limit")
	fs.Var(memorySize{size{&p.memory}}, "memory", "memory limit, such as 16M. At the limit fewer flows are inspected, then "+
		"the least recent are exported; default rings and workers are reduced; unlimited for no limit "+
		"(default: a quarter of the machine's memory for interfaces; for captures no limit, except 256 MiB for inspection)")
}

func (p *parameters) defineLive(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Group(groupLimits)
	fs.Var(period{&c.Duration}, "duration", "stop after this time (default 0: never)")
	fs.Group(groupOutput)
	fs.DurationVar(&p.report, "performance-report", 0, "print the summary to standard error at this interval (default 0: never)")
	p.defineMetricsFile(fs)
	fs.Group(groupLabels)
	p.defineProcesses(fs)
	fs.Group(groupLive)
	fs.BoolVar(&c.Wait, "wait", false, "wait for an interface that does not exist yet, goes down or disappears")
	p.defineEngine(fs)
	fs.Var(size{&c.RingSize}, "ring-size", "memory for waiting packets of an interface")
	fs.Var(period{&c.BlockTimeout}, "block-timeout", "maximum time that packets of an interface wait in a block")
	fs.BoolVar(&c.NoPromiscuous, "no-promiscuous", false,
		"do not use promiscuous mode: capture only packets that an interface receives anyway")
	fs.BoolVar(&c.HardwareTime, "hardware-time", false, "use the timestamps of an interface's clock")
}

const unlimited = "unlimited"

// The formats of rows.
const (
	formatCSV   = "csv"
	formatJSON  = "json"
	formatTable = "table"
)

// formats returns the words of --format: those that every program has first.
func (p *parameters) formats() []string {
	return append([]string{formatCSV, formatJSON, formatTable}, p.outputs.Names()[2:]...)
}

func (p *parameters) formatUsage() string {
	more := ""
	for _, name := range p.outputs.Names()[2:] {
		more += name + ", "
	}
	return "csv, json for JSON lines, " + more +
		"or table for people (default: by the extension of --output, table on a terminal, else csv)"
}

var (
	timeFormats     = []string{"ms", "ns", "iso"}
	accountingModes = []string{"raw", "ip", "transport", "payload"}
)

// flagNames replaces names of Config's fields in a message by flags.
func flagNames(message string) string {
	words := strings.Split(message, " ")
	for i, word := range words {
		if flag, ok := fieldFlags[strings.TrimRight(word, ",.:")]; ok {
			words[i] = "--" + flag + word[len(strings.TrimRight(word, ",.:")):]
		}
	}
	return strings.Join(words, " ")
}
