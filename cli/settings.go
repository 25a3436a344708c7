package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/plugins/slicer"
	"github.com/nfstream/nfstream-go/sink/table"
)

// keyVariable is the environment variable with the key of anonymization.
const keyVariable = "NFSTREAM_ANONYMIZE_KEY"

// check returns an error for flags that cannot be combined.
func (p *parameters) check() error {
	switch {
	case p.rotateFlows > 0 && p.output == "-":
		return errors.New("--rotate-flows needs --output with the name of a file")
	case p.rotateSize > 0 && p.output == "-":
		return errors.New("--rotate-size needs --output with the name of a file")
	case p.keep > 0 && p.rotateFlows == 0 && p.rotateSize == 0 && !output.Dated(p.output):
		return errors.New("--keep needs --rotate-flows, --rotate-size or a date in --output")
	case p.report < 0:
		return fmt.Errorf("--performance-report is %v: want a time of at least 0", p.report)
	case p.output == "":
		return errors.New("--output is empty: want the name of a file, or - for standard output")
	}
	if err := p.checkSources(); err != nil {
		return err
	}
	if err := p.outputs.Check(p.output); err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	if err := p.checkMetricsFile(); err != nil {
		return err
	}
	if p.format != formatTable || p.outputs.Target(p.output) != nil {
		if err := p.outputs.CheckFormat(p.output, p.format); err != nil {
			return fmt.Errorf("--format: %w", err)
		}
	}
	p.chooseFormat()
	return nil
}

// chooseFormat sets the format of rows without --format: by the extension of the output, or a table on a terminal. That
// of a target remains empty.
func (p *parameters) chooseFormat() {
	if p.outputs.Target(p.output) != nil {
		return
	}
	if p.format != "" {
		p.format = p.outputs.InFile(p.output, p.format)
		return
	}
	p.format = formatCSV
	if p.output == "-" {
		if p.terminal {
			p.format = formatTable
		}
	} else if format, err := p.outputs.Of(p.output); err == nil && format != nil {
		p.format = format.Name
	}
}

func (p *parameters) checkSources() error {
	out, err := os.Stat(p.output)
	for _, source := range p.sources {
		if source == "-" {
			continue
		}
		if in, e := os.Stat(source); err == nil && e == nil && in.Mode().IsRegular() && os.SameFile(in, out) {
			return fmt.Errorf("--output is %s, which is also a source: want another file", p.output)
		}
	}
	return nil
}

// complete returns the configuration, including values that are not set directly by flags.
func (p *parameters) complete() (nfstream.Config, error) {
	c := p.config
	if p.format == formatTable {
		c.TimeFormat = nfstream.TimeMillis // the table shows times of the day
		if len(c.Fields) == 0 {
			c.Fields = table.Fields()
		}
	}
	c.Fields = p.showRisks(c.Fields)
	c.Plugins = append(c.Plugins, p.counted...)
	if p.slice > 0 {
		c.Plugins = append(c.Plugins, slicer.New(p.slice))
	}
	c.Dissect, c.DecodeTunnels = toSwitch(p.dissect), toSwitch(p.tunnels)
	p.bound().give(&c, live.DefaultRingSize)
	var err error
	c.AnonymizeKey, err = p.key()
	return c, err
}

func toSwitch(on bool) nfstream.Switch {
	if on {
		return nfstream.On
	}
	return nfstream.Off
}

// key returns the key of anonymization, or nothing.
func (p *parameters) key() ([]byte, error) {
	if p.keyFile == "" {
		return []byte(os.Getenv(keyVariable)), nil
	}
	key, err := os.ReadFile(p.keyFile)
	if err != nil {
		return nil, failure{err}
	}
	key = bytes.TrimSuffix(bytes.TrimSuffix(key, []byte("\n")), []byte("\r"))
	if len(key) == 0 {
		return nil, fmt.Errorf("--anonymize-key-file is %s: want a file that is not empty", p.keyFile)
	}
	return key, nil
}
