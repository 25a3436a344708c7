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
	topRing    = 16 << 20  // bytes of a ring that nobody has asked for
	boardShare = 16        // of --memory that the flows take which are shown
	readShare  = 8         // of --memory that the history of a compressed capture may take, and a record half as much
	pageBytes  = 256 << 10 // that pages on their way to the terminal take
)

// topParameters are what the flags of the command top say.
type topParameters struct {
	options     top.Options
	batch, once bool
	memory      int
}

func newTop(plugins []nfstream.Plugin) *cmdline.Command {
	p := &topParameters{options: top.Options{
		Interval: time.Second, Speed: 1,
		Config: nfstream.Config{RingSize: topRing, IdleTimeout: nfstream.DefaultIdleTimeout,
			TableSize: nfstream.DefaultTableSize, Plugins: slices.Clip(plugins)},
	}}
	cmd := &cmdline.Command{
		Use:   "top [flags] SOURCE",
		Short: "Show the flows of an interface or a capture as they come, those with most bytes first",
		Long: `Shows the flows that are alive, those with most bytes first, and the applications, every second. SOURCE is a
network interface, or a capture, which is played at the speed at which it was made, or at a multiple of it (--speed).

Keys: r, b, p, a and n sort by rate, bytes, packets, age or application name; / filters by text in addresses, names and
applications, Esc shows all again; up, down, page up and page down scroll; space pauses; q quits.

Bytes are those of frames, counted exactly; applications are those that flows are known by so far. Where there are more
flows than 16,384, or fewer with --memory, those with the fewest bytes lately are left out, and the third line says so.

Without a terminal, on one that is dumb or a VT100, and with --batch or --once, it prints page after page instead; then
a capture does not wait, and --once shows it as a whole. $COLUMNS and $LINES are the size of such pages. $NO_COLOR and
the locale are respected: where that is not one of UTF-8, pages are ASCII.`,
		Example: `  nfstream top eth0
  nfstream top --batch --interval 10s --sort bytes eth0
  nfstream top --once capture.pcap`,
		Args: cmdline.ExactArgs(1),
		RunE: func(cmd *cmdline.Command, args []string) error { return p.run(args[0], cmd.OutOrStdout()) },
	}
	p.define(cmd.Flags())
	if err := cmd.RegisterFlagCompletionFunc("sort", completeWord(top.OrderNames...)); err != nil {
		panic(err) // a flag that does not exist
	}
	return cmd
}

func (p *topParameters) define(fs *cmdline.FlagSet) {
	o, c := &p.options, &p.options.Config
	fs.Groups(groupView, groupTimeouts, groupLive, groupLimits)
	fs.Group(groupView)
	fs.DurationVar(&o.Interval, "interval", o.Interval, "refresh every so often")
	fs.Var(newChoice(top.OrderNames, func(i int) { o.View.Order = top.Order(i) }), "sort",
		"begin with this order: "+strings.Join(top.OrderNames, ", "))
	fs.StringVar(&o.View.Filter, "filter", "", "begin with the flows that hold this `text`")
	fs.BoolVar(&p.batch, "batch", false, "print page after page")
	fs.BoolVar(&p.once, "once", false, "print one page: after an interval, or of a whole capture")
	fs.IntVar(&o.Speed, "speed", o.Speed, "play a capture so many times as fast; an interval is as many times longer")
	fs.Var(number{at: &o.Pages}, "pages", "print so many pages (default 0: to the end)")
	fs.Group(groupTimeouts)
	fs.Var(timeout{&c.IdleTimeout}, "idle-timeout", "end a flow that has had no packet for so long")
	fs.Group(groupLimits)
	fs.Var(number{at: &c.Workers}, "workers", "shards that meter at the same time (default 0: what the machine has)")
	fs.Var(number{at: &c.TableSize, least: 1, word: unlimited, means: nfstream.Unlimited}, "table-size",
		"flows alive at most, then the least recent makes room; 0 or unlimited for no bound")
	fs.Var(size{&p.memory}, "memory", "keep to so much memory, such as 16M: show fewer flows, inspect fewer when there is no "+
		"more, then evict the least recent (default: no bound)")
	fs.Group(groupLive)
	fs.BoolVar(&c.Wait, "wait", false, "wait for an interface that goes down or away to come back")
	fs.Var(size{&c.RingSize}, "ring-size", "memory for the packets of an interface that wait")
	fs.BoolVar(&c.NoPromiscuous, "no-promiscuous", false, "take only the packets that an interface receives anyway")
}

func (p *topParameters) run(source string, stdout io.Writer) error {
	o := p.options
	switch {
	case o.Interval < 10*time.Millisecond || o.Interval > 24*time.Hour:
		return fmt.Errorf("--interval is %v: want 10ms to 24h", o.Interval)
	case o.Speed < 1 || o.Speed > 10_000:
		return fmt.Errorf("--speed is %d: want 1 to 10000", o.Speed)
	case source == "-" && isTerminal(os.Stdin):
		return errors.New("the source - is standard input, which is a terminal: want a capture there")
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

// bound returns what --memory says, and leaves parts of it to the flows that are shown and to reading a capture.
func (p *topParameters) bound(o *top.Options) bound {
	o.Flows = min(p.memory/boardShare/top.FlowBytes, top.MaxFlows)
	b := bound{p.memory, programBytes + pageBytes + o.Flows*top.FlowBytes}
	if _, err := os.Stat(o.Source); err == nil || o.Source == "-" {
		o.Reading = capture.Limits{Record: p.memory / readShare / 2, Window: p.memory / readShare}
		b.own += o.Reading.Window
	}
	return b
}

// interactive returns the terminal that the user sits at, nil where that is none that pages can be drawn on.
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

// pageHeight returns $LINES, or one line less than the terminal has, as the one below a page stays empty, or 24.
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

// unicodeLocale reports whether the locale (POSIX, 8.2) says that a terminal shows UTF-8.
func unicodeLocale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(os.Getenv(name)); value != "" {
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return runtime.GOOS == "windows"
}
