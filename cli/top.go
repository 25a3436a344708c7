//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/cli/internal/top"
	"golang.org/x/term"
)

const groupView = "View"

const (
	topRing    = 16 << 20  // default bytes of a ring
	boardShare = 16        // 1/boardShare of --memory is for the shown flows
	readShare  = 8         // 1/readShare of --memory is for the window of a compressed capture, half of it for a record
	pageBytes  = 256 << 10 // memory of pages in output
)

// topParameters are the values of the flags of the command top.
type topParameters struct {
	options     top.Options
	batch, once bool
	memory      int
}

func newTop(program *Program) *cmdline.Command {
	p := &topParameters{options: top.Options{
		Interval: time.Second, Speed: 1,
		Config: nfstream.Config{RingSize: topRing, IdleTimeout: nfstream.DefaultIdleTimeout,
			TableSize: nfstream.DefaultTableSize, Plugins: slices.Clip(program.Plugins)},
	}}
	cmd := &cmdline.Command{
		Use:   "top [flags] SOURCE",
		Short: "Show the busiest flows of an interface or a capture",
		Long: `Shows the active flows with most bytes, and the applications, every second. SOURCE is a network interface or a capture,
which is played at its original speed or at a multiple of it (--speed).

Keys: r, b, p, a and n sort by rate, bytes, packets, age or application name; / filters by text in addresses, names and
applications, Esc removes the filter; up, down, page up and page down scroll; space pauses; q quits.

Bytes are bytes of frames, counted exactly. Applications are those detected so far. Above 16,384 flows, or fewer with
--memory, the flows with the fewest recent bytes are omitted; the third line shows it.

Without a terminal, on a dumb terminal or VT100, and with --batch or --once, it prints pages instead. A capture is then
read without waiting, and --once shows all of it. $COLUMNS and $LINES set the size of such pages. $NO_COLOR and the
locale are respected: without UTF-8, pages are ASCII.`,
		Example: `  nfstream top eth0
  nfstream top --batch --interval 10s --sort bytes eth0
  nfstream top --once capture.pcap`,
		Args: cmdline.ExactArgs(1),
		RunE: func(cmd *cmdline.Command, args []string) error { return p.run(args[0], cmd.OutOrStdout()) },
	}
	p.define(cmd.Flags())
	completeWords(cmd, "sort", top.OrderNames...)
	return cmd
}

func (p *topParameters) define(fs *cmdline.FlagSet) {
	o, c := &p.options, &p.options.Config
	fs.Groups(groupView, groupTimeouts, groupLive, groupLimits)
	fs.Group(groupView)
	fs.DurationVar(&o.Interval, "interval", o.Interval, "refresh interval")
	fs.Var(newChoice(top.OrderNames, func(i int) { o.View.Order = top.Order(i) }), "sort",
		"initial order: "+strings.Join(top.OrderNames, ", "))
	fs.StringVar(&o.View.Filter, "filter", "", "initially show only flows that contain this `text`")
	fs.BoolVar(&p.batch, "batch", false, "print pages instead of drawing on the terminal")
	fs.BoolVar(&p.once, "once", false, "print one page: after an interval, or for the whole capture")
	fs.IntVar(&o.Speed, "speed", o.Speed, "play a capture N times as fast; intervals become N times as long")
	fs.Var(number{at: &o.Pages}, "pages", "print N pages (default 0: until the end)")
	fs.Group(groupTimeouts)
	fs.Var(timeout{&c.IdleTimeout}, "idle-timeout", "end a flow after this time without a packet")
	fs.Group(groupLimits)
	fs.Var(number{at: &c.Workers}, "workers", "shards that meter in parallel (default 0: all cores)")
	fs.Var(number{at: &c.TableSize, least: 1, word: unlimited, means: nfstream.Unlimited}, "table-size",
		"maximum number of active flows; a full table removes the least recent one; 0 or unlimited for no limit")
	fs.Var(size{&p.memory}, "memory", "memory limit, such as 16M. Fewer flows are shown; at the limit fewer are "+
		"inspected, then the least recent are removed (default: no limit)")
	fs.Group(groupLive)
	fs.BoolVar(&c.Wait, "wait", false, "wait for an interface that goes down or disappears")
	fs.Var(size{&c.RingSize}, "ring-size", "memory for waiting packets of an interface")
	fs.BoolVar(&c.NoPromiscuous, "no-promiscuous", false,
		"do not use promiscuous mode: capture only packets that an interface receives anyway")
}

func (p *topParameters) run(source string, stdout io.Writer) error {
	o := p.options
	switch {
	case o.Interval < 10*time.Millisecond || o.Interval > 24*time.Hour:
		return fmt.Errorf("--interval is %v: want 10ms to 24h", o.Interval)
	case o.Speed < 1 || o.Speed > 10_000:
		return fmt.Errorf("--speed is %d: want 1 to 10000", o.Speed)
	case source == "-" && isTerminal(os.Stdin):
		return errors.New("standard input is a terminal: the source - needs a capture")
	}
	o.Source, o.View.Source, o.Output = source, source, stdout
	o.Terminal = interactive(stdout)
	if p.once {
		o.Once, o.Pages, o.Terminal = true, 1, nil
	}
	if p.batch || o.Pages > 0 || source == "-" {
		o.Terminal = nil
	}
	o.Colour = os.Getenv("NO_COLOR") == ""
	o.Page = top.Page{Width: or(lineWidth(stdout), 80), Height: pageHeight(stdout), ASCII: !unicodeLocale()}
	ctx, stop := interruptible(nil)
	defer stop()
	b := p.bound(&o)
	b.give(&o.Config, topRing)
	b.begin()
	o.Opened = b.within
	if err := top.Run(ctx, o); err != nil {
		return failure{b.word(err)}
	}
	return nil
}

// bound returns the bound of --memory, without the parts for the shown flows and for reading a capture.
func (p *topParameters) bound(o *top.Options) bound {
	o.Flows = min(p.memory/boardShare/top.FlowBytes, top.MaxFlows)
	b := bound{p.memory, programBytes + pageBytes + o.Flows*top.FlowBytes}
	if _, err := os.Stat(o.Source); err == nil || o.Source == "-" {
		o.Reading = capture.Limits{Record: p.memory / readShare / 2, Window: p.memory / readShare}
		b.own += o.Reading.Window
	}
	return b
}

// interactive returns the user's terminal, nil if pages cannot be drawn on it.
func interactive(stdout io.Writer) *top.Terminal {
	out, ok := stdout.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) || !term.IsTerminal(int(os.Stdin.Fd())) {
		return nil
	}
	switch name := os.Getenv("TERM"); {
	case name == "" && runtime.GOOS != "windows", name == "dumb", strings.HasPrefix(name, "vt"):
		return nil
	}
	return &top.Terminal{In: os.Stdin, Out: out}
}

// pageHeight returns $LINES, or the terminal's height minus one, because the line below a page stays empty, or 24.
func pageHeight(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("LINES")); err == nil && n > 0 {
		return n
	}
	if file, ok := w.(*os.File); ok {
		if _, height, err := term.GetSize(int(file.Fd())); err == nil {
			return height - 1
		}
	}
	return 24
}

// unicodeLocale reports whether the locale (POSIX, 8.2) uses UTF-8.
func unicodeLocale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(os.Getenv(name)); value != "" {
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return runtime.GOOS == "windows"
}
