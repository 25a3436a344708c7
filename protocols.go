package nfstream

import (
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/tor"
)

// compileProtocols returns what flows are labelled with, nil where no payload is inspected. The user's rules go first.
func (s *Streamer) compileProtocols() (*l7.Tables, error) {
	if !s.cfg.Dissect.on(true) {
		return nil, nil
	}
	labelClassifiers := all.LabelClassifiers()
	if s.cfg.hasRules() {
		labelClassifiers = append([]l7.LabelClassifier{s.classifyLabelsByRules}, labelClassifiers...)
	}
	tables := l7.Compile(all.Protos(), labelClassifiers...)
	if s.cfg.hasRules() {
		tables.AddEndpointClassifiers(s.classifyEndpointsByRules)
	}
	for _, name := range s.cfg.TorConsensus {
		consensus, err := readConsensus(name)
		if err != nil {
			return nil, refuse("TorConsensus", "names %s: %v", name, err)
		}
		tables.AddEndpointClassifiers(consensus.EndpointClassifier())
	}
	tables.AddEndpointClassifiers(l7.ByNetwork)
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
