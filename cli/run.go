//go:build !tiny

package cli

import (
	"errors"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// defaultConfig is the default path of the settings of a service.
const defaultConfig = "/etc/nfstream.yaml"

func newRun(program *Program) *cmdline.Command {
	path, check := defaultConfig, false
	cmd := &cmdline.Command{
		Use:   "run [flags]",
		Short: "Run as a service with the settings of a file",
		Long: `Meters like flows, as a service with the settings of a file: with a log, readiness and watchdog messages for systemd,
rotated files, and optional metrics.

The file is YAML. Each flag of flows is a key of the same name; a flag that may be repeated takes a list. Further keys:
sources, a list of captures or interfaces; log-level (debug, info, warn, error) and log-format (text, json);
log-interval, in which equal messages are written once; metrics, a Unix socket (unix:/run/nfstream/metrics) or a loopback
address (127.0.0.1:9464) that serves /metrics and /healthz; queue, the memory of the queue of each of several outputs.
output is a file or URL, or a list of them, or of mappings with keys of one output: to, format, fields, time-format, null,
rotate-flows, rotate-size, keep, queue.

SIGTERM writes the active flows and ends the service. SIGHUP reads the settings again; without a change it starts a new
file and reloads the rules. SIGUSR1 logs the summary. No file is overwritten: a number is added to a name that exists.`,
		Example: `  nfstream run
  nfstream run --check --config nfstream.yaml`,
		Args: cmdline.NoArgs,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			s := newService(path, program)
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
	cmd.Flags().BoolVar(&check, "check", false, "check the settings and exit")
	return cmd
}

// located adds the position of a setting to its error, and replaces flags by keys. Other errors are unchanged.
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
