package cli

import (
	"bytes"
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/plugins/slicer"
)

// keyVariable is the environment variable with the key of anonymization.
const keyVariable = "NFSTREAM_ANONYMIZE_KEY"

// check returns an error for flags that cannot be combined.
func (p *parameters) check() error {
	if p.report < 0 {
		return fmt.Errorf("--performance-report is %v: want a time of at least 0", p.report)
	}
	if err := p.setOutlets(); err != nil {
		return err
	}
	return p.checkMetricsFile()
}

// complete returns the configuration, including values that are not set directly by flags.
func (p *parameters) complete() (nfstream.Config, error) {
	c := p.config
	if p.outlets == nil {
		if err := p.setOutlets(); err != nil {
			return c, err
		}
	}
	c.Fields = p.selectColumns()
	c.TimeFormat, c.Null = p.outlets[0].TimeFormat, p.outlets[0].Null
	c.Plugins = append(c.Plugins, p.counted...)
	if p.slice > 0 {
		c.Plugins = append(c.Plugins, slicer.New(p.slice))
	}
	c.Dissect, c.DecodeTunnels = toSwitch(p.dissect), toSwitch(p.tunnels)
	p.bound().give(&c, live.DefaultRingSize)
	var err error
	p.anonymizeKey, err = p.key()
	c.AnonymizeKey = p.anonymizeKey
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
