//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/internal/where"
)

const (
	groupCut      = "Cut"
	cutSnaplen    = 1 << 18 // bytes of a packet that are written at most, if not told otherwise
	cutFirst      = 20      // packets of a flow that are kept where a source can be read once only
	cutBuffer     = 256 << 20
	mostFirst     = 1 << 20
	cutSourceHint = "want a capture, a folder of captures, an interface, or - for standard input"
)

// cutParameters are what the flags of the command cut say.
type cutParameters struct {
	config          nfstream.Config
	tunnels         bool
	where, write    string
	first, buffer   int
	quiet           bool
	sources         []string
	expr            *where.Expr
	stdout, stderr  io.Writer
	matched, marked uint64 // flows that match, and those of which packets were written
	packets         uint64 // written
}

func newCut(program *Program) *cmdline.Command {
	p := &cutParameters{config: nfstream.Config{Plugins: slices.Clip(program.Plugins), Snaplen: cutSnaplen,
		IdleTimeout: nfstream.DefaultIdleTimeout, ActiveTimeout: nfstream.DefaultActiveTimeout,
		RingSize: live.DefaultRingSize}, buffer: cutBuffer}
	cmd := &cmdline.Command{
		Use:   "cut [flags] --where EXPRESSION -w FILE SOURCE...",
		Short: "Write the packets of the flows that match an expression",
		Long: `Meters captures like nfstream flows, and writes the packets of the flows that match an expression over their columns.
The output is a pcapng file with one interface for each link type and timestamps in nanoseconds. The first packet of each
flow has a comment with the flow's id and application.

An expression compares columns (see nfstream columns) with values. The operators are =, !=, <, <=, >, >=, contains, and in
with a list in parentheses. Comparisons are combined with and, or, not and parentheses. A value with blanks or special
characters is quoted. A prefix such as 10.0.0.0/8 matches every address in it.

Captures are read twice. All packets of the matching flows are written in their order. Interfaces and standard input are
read once: the first packets of each flow are kept (--first), and written when the flow ends.

Exit status: 0, also if no flow matches.`,
		Example: `  nfstream cut --where 'application_name contains YouTube' -w youtube.pcapng capture.pcap
  nfstream cut --where 'dst_port in (80, 8080) and not src_ip in (10.0.0.0/8)' -w out.pcapng captures/
  nfstream cut --where 'application_is_guessed and bidirectional_packets > 20' -w - capture.pcap | tshark -r -
  nfstream cut --where 'application_name = DNS' --first 4 -w dns.pcapng eth0`,
		Args: p.takeSources,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			p.stdout, p.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
			return p.run()
		},
	}
	p.define(cmd.Flags())
	return cmd
}

func (p *cutParameters) define(fs *cmdline.FlagSet) {
	c := &p.config
	fs.Groups(groupCut, groupInput, groupTimeouts, groupLabels, groupLive, groupLimits)
	fs.Group(groupCut)
	fs.StringVar(&p.where, "where", "", "write the flows that match this `expression`")
	fs.StringVarP(&p.write, "write", "w", "", "write to this `file`; - is standard output")
	fs.Var(number{at: &p.first}, "first", "read once, and write the first N packets of each flow "+
		"(default: read captures twice; 20 for an interface or standard input)")
	fs.Var(size{&p.buffer}, "buffer", "memory for the packets of active flows when reading once; if it is full, packets "+
		"are not kept")
	fs.BoolVarP(&p.quiet, "quiet", "q", false, "no summary")
	fs.Group(groupInput)
	fs.StringVar(&c.Filter, "filter", "", "take only the packets that match this `expression` of pcap-filter(7)")
	fs.BoolVar(&p.tunnels, "decode-tunnels", true, "decode tunnels")
	fs.BoolVar(&c.IgnoreVLAN, "ignore-vlan", false, "ignore the VLAN when packets are assigned to flows")
	fs.BoolVar(&c.IgnoreTunnel, "ignore-tunnel", false, "ignore the tunnel when packets are assigned to flows")
	fs.Var(number{at: &c.Snaplen, least: 1}, "snaplen", "maximum length of a packet in bytes")
	fs.Group(groupTimeouts)
	fs.Var(timeout{&c.IdleTimeout}, "idle-timeout", "export a flow that has had no packet for this time")
	fs.Var(timeout{&c.ActiveTimeout}, "active-timeout", "export a long-running flow after this time")
	fs.Group(groupLabels)
	fs.StringArrayVar(&c.TorConsensus, "tor-consensus", nil, "Tor consensus document; may be repeated")
	defineRules(fs, &c.Rules)
	fs.Group(groupLimits)
	fs.Var(number{at: &c.Workers}, "workers", "number of workers (default 0: one per core)")
	fs.Var(number{at: &c.SPLT}, "splt", "packets of the columns of group splt (default 0)")
	fs.Var(period{&c.Duration}, "duration", "stop after this time, and read once (default 0: no limit)")
	fs.Group(groupLive)
	fs.Var(size{&c.RingSize}, "ring-size", "memory for waiting packets of an interface")
	fs.BoolVar(&c.NoPromiscuous, "no-promiscuous", false, "capture only packets that an interface receives anyway")
}

func (p *cutParameters) takeSources(cmd *cmdline.Command, sources []string) error {
	p.sources = sources
	switch {
	case len(sources) == 0:
		return fmt.Errorf("want a source: %s; see %s --help", cutSourceHint, cmd.CommandPath())
	case slices.Contains(sources, "-") && isTerminal(os.Stdin):
		return errors.New("the source - is standard input, which is a terminal: want a capture there")
	}
	return nil
}

// check refuses what makes no sense, and reads the expression.
func (p *cutParameters) check() (err error) {
	switch {
	case p.where == "":
		return errors.New("--where is missing: want an expression, such as 'application_name contains DNS'")
	case p.write == "":
		return errors.New("--write is missing: want a file, or - for standard output")
	case p.write == "-" && isTerminalWriter(p.stdout):
		return errors.New("--write is -, and standard output is a terminal: want a file or a pipe")
	case p.first > mostFirst:
		return fmt.Errorf("--first is %d: want at most %d", p.first, mostFirst)
	}
	if p.expr, err = where.Parse(p.where); err != nil {
		return fmt.Errorf("--where: %w", err)
	}
	if !p.tunnels {
		p.config.DecodeTunnels = nfstream.Off
	}
	p.config.Fields = p.expr.Columns()
	if len(p.config.Fields) > 0 {
		_, err := column.Select(p.config.Fields, nil, column.Options{SPLT: true, Dissect: true})
		p.config.Statistics = err != nil // either it names such a column, or one that there is not
	}
	return p.checkOutput()
}

// checkOutput refuses to write a file that is read.
func (p *cutParameters) checkOutput() error {
	out, err := os.Stat(p.write)
	folder, folderErr := os.Stat(filepath.Dir(p.write))
	for _, name := range p.sources {
		source, e := os.Stat(name)
		if e != nil || p.write == "-" {
			continue
		}
		if err == nil && os.SameFile(out, source) {
			return fmt.Errorf("--write is %s, which is a source", p.write)
		}
		if source.IsDir() && (folderErr == nil && os.SameFile(folder, source) || within(p.write, name)) {
			return fmt.Errorf("--write is %s, which is in the source %s", p.write, name)
		}
	}
	return nil
}

// within reports whether a path is below a folder.
func within(path, folder string) bool {
	path, err := filepath.Abs(path)
	folder, e := filepath.Abs(folder)
	return err == nil && e == nil && strings.HasPrefix(path, strings.TrimRight(folder, string(filepath.Separator))+
		string(filepath.Separator))
}

func isTerminalWriter(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isTerminal(f)
}

// once reports whether sources can be read once only, or shall be.
func (p *cutParameters) once() bool {
	if p.first > 0 || p.config.Duration > 0 {
		return true
	}
	return slices.ContainsFunc(p.sources, func(name string) bool {
		info, err := os.Stat(name)
		return name == "-" || err != nil || !info.Mode().IsRegular() && !info.IsDir()
	})
}

func (p *cutParameters) run() error {
	if err := p.check(); err != nil {
		return err
	}
	if p.once() {
		p.first = or(p.first, cutFirst)
		return p.runOnce()
	}
	return p.runTwice()
}

// open opens the sources. A mistake in the columns is one of --where.
func (p *cutParameters) open(config nfstream.Config) (*nfstream.Streamer, error) {
	s, err := nfstream.OpenAll(p.sources, config)
	var mistake *nfstream.ParameterError
	switch {
	case errors.As(err, &mistake) && mistake.Parameter == "Fields":
		return nil, fmt.Errorf("--where %s", mistake.Reason)
	case err != nil:
		return nil, failure{err}
	}
	return s, nil
}

// output opens what is written, which the caller closes.
func (p *cutParameters) output() (io.WriteCloser, error) {
	if p.write == "-" {
		return unclosed{p.stdout}, nil
	}
	f, err := os.Create(p.write)
	if err != nil {
		return nil, failure{err}
	}
	return f, nil
}

// unclosed is a writer that stays open.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
