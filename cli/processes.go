//go:build !tiny

package cli

import (
	"fmt"
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/plugins/visibility"
)

func (p *parameters) defineProcesses(fs *cmdline.FlagSet) {
	fs.BoolVar(&p.processes, "system-visibility", false,
		"add the process of this host that a flow belongs to: columns system_process_pid, _name and _cgroup")
}

// watchProcesses adds processes to flows with --system-visibility, until the returned function is called. It reports
// missing permissions.
func (p *parameters) watchProcesses(c *nfstream.Config, stderr io.Writer) (forget func(), err error) {
	if !p.processes {
		return func() {}, nil
	}
	v, err := visibility.New(visibility.Options{})
	if err != nil {
		return nil, fmt.Errorf("--system-visibility: %w", err)
	}
	if lacks := v.Missing(); lacks != nil {
		fmt.Fprintln(stderr, "nfstream: --system-visibility:", lacks)
	}
	c.Plugins = append(c.Plugins, v)
	return func() { _ = v.Close() }, nil
}
