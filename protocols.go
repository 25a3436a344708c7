package nfstream

import (
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/tor"
)

// compileProtocols returns what flows are labelled with, nil where no payload is inspected.
func compileProtocols(c Config) (*l7.Tables, error) {
	if !c.Dissect.on(true) {
		return nil, nil
	}
	tables := l7.Compile(all.Protos(), all.Refiners()...)
	for _, name := range c.TorConsensus {
		consensus, err := readConsensus(name)
		if err != nil {
			return nil, refuse("TorConsensus", "names %s: %v", name, err)
		}
		tables.Locate(consensus.Locator())
	}
	tables.Locate(l7.ByNetwork)
	return tables, nil
}

func readConsensus(name string) (*tor.Consensus, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := new(tor.Consensus)
	if _, err := c.ReadFrom(f); err != nil {
		return nil, fmt.Errorf("no consensus document: %w", err)
	}
	return c, nil
}
