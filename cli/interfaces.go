package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/jsontext"
	"github.com/nfstream/nfstream-go/packet"
)

func newInterfaces() *cmdline.Command {
	write := writeTable
	format := newChoice([]string{"table", "csv", "json"}, func(i int) {
		write = []func(io.Writer, []iface) error{writeTable, writeCSV, writeJSON}[i]
	})
	cmd := &cmdline.Command{
		Use:   "interfaces",
		Short: "List the network interfaces that flows can capture",
		Long: `Lists the network interfaces of this machine: state, link type, addresses, and whether you may capture on it, or the
reason why not. The source any, which is not listed, means all interfaces.`,
		Args: cmdline.NoArgs,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			all, err := live.Interfaces()
			if err == nil {
				err = write(cmd.OutOrStdout(), describeAll(all))
			}
			if err != nil {
				return failure{err}
			}
			adviseCapture(cmd.ErrOrStderr(), all)
			return nil
		},
	}
	cmd.Flags().Var(format, "format", "table, csv, or json for JSON lines")
	completeWords(cmd, "format", format.words...)
	return cmd
}

// iface is an interface in the listing.
type iface struct {
	Name      string
	Index     int
	State     string
	Link      string
	Hardware  string
	Capture   string
	Addresses []string
}

func describeAll(all []live.Interface) []iface {
	list := make([]iface, len(all))
	for i := range all {
		list[i] = describeInterface(&all[i])
	}
	return list
}

func describeInterface(i *live.Interface) iface {
	d := iface{Name: i.Name, Index: i.Index, State: "down", Link: linkName(i), Hardware: i.Hardware,
		Capture: captureState(i), Addresses: []string{}}
	if i.Up {
		d.State = "up"
	}
	for _, a := range i.Addresses {
		d.Addresses = append(d.Addresses, a.String())
	}
	return d
}

// captureState returns yes, or the reason why an interface cannot be captured on.
func captureState(i *live.Interface) string {
	switch {
	case runtime.GOOS != "linux":
		return "unsupported"
	case !i.Permitted:
		return "forbidden"
	case !i.Decodable:
		return "undecodable"
	case !i.Up:
		return "down"
	}
	return "yes"
}

// linkNames are the link types of interfaces.
var linkNames = map[packet.LinkType]string{
	packet.LinkEthernet: "Ethernet", packet.LinkRaw: "IP", packet.LinkCiscoHDLC: "Cisco HDLC",
	packet.LinkIEEE80211: "802.11", packet.LinkPrism: "802.11 Prism", packet.LinkRadiotap: "802.11 radiotap",
}

func linkName(i *live.Interface) string {
	if !i.Decodable {
		return "unknown"
	}
	return linkNames[i.Link]
}

// adviseCapture prints advice if this process may not capture.
func adviseCapture(stderr io.Writer, all []live.Interface) {
	switch {
	case runtime.GOOS != "linux":
		fmt.Fprintln(stderr, "nfstream:", live.ErrNotSupported)
	case len(all) > 0 && !all[0].Permitted:
		program, err := os.Executable()
		if err != nil {
			program = "nfstream"
		}
		fmt.Fprintf(stderr, "nfstream: %v: CAP_NET_RAW is required: run as root, or grant it with `setcap cap_net_raw+ep %s`\n",
			live.ErrPermission, program)
	}
}

func (d *iface) row() []string {
	return []string{d.Name, d.State, d.Link, d.Hardware, d.Capture, strings.Join(d.Addresses, " ")}
}

func writeTable(w io.Writer, list []iface) error {
	rows := [][]string{{"NAME", "STATE", "LINK", "HARDWARE ADDRESS", "CAPTURE", "ADDRESSES"}}
	for i := range list {
		rows = append(rows, list[i].row())
	}
	return writeAligned(w, rows)
}

func writeCSV(w io.Writer, list []iface) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"name", "state", "link_type", "hardware_address", "capture", "addresses"}) // Error has it
	for i := range list {
		_ = out.Write(list[i].row())
	}
	out.Flush()
	return out.Error()
}

func writeJSON(w io.Writer, list []iface) error {
	for i := range list {
		if _, err := w.Write(append(list[i].appendJSON(nil), '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (d *iface) appendJSON(dst []byte) []byte {
	text := func(key, value string) {
		dst = jsontext.AppendString(append(append(append(dst, '"'), key...), `":`...), value)
		dst = append(dst, ',')
	}
	dst = append(dst, '{')
	text("name", d.Name)
	dst = append(strconv.AppendInt(append(dst, `"index":`...), int64(d.Index), 10), ',')
	text("state", d.State)
	text("link_type", d.Link)
	text("hardware_address", d.Hardware)
	text("capture", d.Capture)
	dst = append(dst, `"addresses":[`...)
	for i, a := range d.Addresses {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontext.AppendString(dst, a)
	}
	return append(dst, `]}`...)
}
