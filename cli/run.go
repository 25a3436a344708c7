//go:build !tiny

package cli

import (
	"errors"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// defaultConfig is where the settings of a service are.
const defaultConfig = "/etc/nfstream.yaml"

func newRun(plugins []nfstream.Plugin) *cmdline.Command {
	path, check := defaultConfig, false
	cmd := &cmdline.Command{
		Use:   "run [flags]",
		Short: "Run as a service, by the settings of a file",
		Long: `Meters as flows does, as a service: by the settings of a file, with a log, readiness and a watchdog for systemd, files
that are rotated, and, where the settings ask for it, metrics.

The file is YAML. Each flag of flows is a key of the same name; a flag that may be repeated takes a list. Further keys:
sources, a list of what to meter; log-level (debug, info, warn, error), log-format (text, json) and log-interval, within
which a message is written once; metrics, a Unix socket (unix:/run/nfstream/metrics) or a loopback address
(127.0.0.1:9464) at which /metrics and /healthz are served.

On SIGTERM the flows that are alive are written and it ends. On SIGHUP it begins a new file and reads the rules again; on
SIGUSR1 it logs how far it is. No file is overwritten: where a name is taken, a number is put into it.`,
		Example: `  nfstream run
  nfstream run --check --config nfstream.yaml`,
		Args: cmdline.NoArgs,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			s := newService(path, plugins)
			if err := s.load(); err != nil {
				return err
			}
			if check {
				return s.checkAll(cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return s.run(cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&path, "config", path, "`file` of settings")
	cmd.Flags().BoolVar(&check, "check", false, "say whether the settings are good, and end")
	return cmd
}

// located puts where a setting stands before what is wrong with it, with keys in place of flags. Other errors stay.
func (s *service) located(err error) error {
	if errors.As(err, new(failure)) && !errors.Is(err, nfstream.ErrConfig) {
		return err
	}
	var all []error
	for _, m := range messages(err) {
		all = append(all, errors.New(s.locate(m)))
	}
	return errors.Join(all...)
}
