// Package report is the command report: one self-contained HTML page about the flows of captures or interfaces.
//
// The sink counts all flows within bounded memory, keeps the largest ones, and writes the page when it is closed. The
// page works without network: scripts, styles and data are in it, and its Content-Security-Policy forbids connections.
package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
)

// The bounds of a report.
const (
	defaultFlows = 200_000   // default of --most-flows
	leastFlows   = 1         // of --most-flows
	mostFlows    = 2_000_000 // of --most-flows; browsers need about 200 bytes a flow
	mostTitle    = 200       // bytes of a title
)

// options are the values of the flags of a report.
type options struct {
	title     string
	flows     int // maximum number of flows in the table
	countries string
	located   *countries // nil without a database
}

// Command returns the command report.
func Command() cli.Command {
	o := &options{flows: defaultFlows}
	return cli.Command{
		Name:  "report",
		Short: "Write a page for the browser about the flows of captures or interfaces",
		Long: `Meters captures or interfaces and writes one HTML page: traffic over time, hosts, applications, risks, TLS, sizes and
durations, and a table of the flows. A click on a bar filters everything. The page contains all its data and scripts,
and makes no connections: it can be mailed and archived.

All figures count all flows. The table and filters have the largest flows by bytes, up to --most-flows; the page says
so if there are more. A SOURCE is what it is for flows. On an interrupt (Ctrl-C) the page shows the flows so far.`,
		Example: `  nfstream report capture.pcap
  nfstream report -o monday.html --title 'Monday, branch office' monday-*.pcapng.gz
  nfstream report --duration 10m -o now.html eth0
  nfstream report --countries GeoLite2-Country.mmdb --rules GeoLite2-ASN.mmdb capture.pcap
  nfstream report --anonymize src_ip,dst_ip --anonymize-prefix capture.pcap`,
		Output: "report.html",
		Flags: []cli.Flag{
			{Name: "title", Usage: "`text` above the page (default: the names of the sources)", Value: &title{&o.title}},
			{Name: "most-flows", Usage: "maximum number of flows in the table; the largest by bytes are kept", Value: &amount{&o.flows}},
			{Name: "countries", Usage: "`file` with a MaxMind database of countries or cities, for the countries of addresses",
				Value: &path{&o.countries}},
		},
		Configure: o.configure,
		Format:    cli.Format{Name: "html", Extensions: []string{".html", ".htm"}, Packed: true, New: o.newSink},
	}
}

// configure asks for the columns of a report, and opens the database of countries.
func (o *options) configure(c *nfstream.Config) (err error) {
	for _, name := range c.Anonymize {
		if slices.Contains(figureColumns, name) {
			return fmt.Errorf("--anonymize: a report adds up %s: want a column of texts or ports", name)
		}
	}
	c.Fields = fields()
	c.Plugins = append(slices.Clip(c.Plugins), packets{})
	if o.countries != "" {
		o.located, err = openCountries(o.countries)
	}
	return err
}

func (o *options) newSink(w io.Writer, rows cli.Rows) nfstream.Sink { return newSink(w, rows, *o) }

// title, amount and path are values of flags.
type (
	title  struct{ at *string }
	amount struct{ at *int }
	path   struct{ at *string }
)

func (v *title) Type() string    { return "text" }
func (v *title) String() string  { return *v.at }
func (v *amount) Type() string   { return "number" }
func (v *amount) String() string { return strconv.Itoa(*v.at) }
func (v *path) Type() string     { return "file" }
func (v *path) String() string   { return *v.at }

func (v *title) Set(text string) error {
	if len(text) > mostTitle {
		return fmt.Errorf("want at most %d bytes", mostTitle)
	}
	*v.at = text
	return nil
}

func (v *amount) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < leastFlows || n > mostFlows {
		return fmt.Errorf("want %d to %d", leastFlows, mostFlows)
	}
	*v.at = n
	return nil
}

func (v *path) Set(text string) error {
	if text == "" {
		return errors.New("want the name of a file")
	}
	*v.at = text
	return nil
}
