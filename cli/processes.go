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
		"say which process of this host a flow is of: columns system_process_pid, _name and _cgroup")
}

// watchProcesses has flows tell their process where --system-visibility asks for it, until the function that it returns
// is called. What the user may not see is said.
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
