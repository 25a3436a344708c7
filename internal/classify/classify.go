// Package classify compiles the protocols that flows are inspected for, and what classifies flows by their labels and end
// points: the rules of the user first, then what the protocols bring, Tor's relays and the networks of the catalogue.
package classify

import (
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/tor"
)

// Compile returns the tables of all protocols, and of the heuristics if these are asked for. The function returns the rules in
// force; it is nil if the user has none.
func Compile(inForce func() *rules.Set, consensuses []*tor.Consensus, heuristics bool) *l7.Tables {
	labelClassifiers := all.LabelClassifiers()
	if inForce != nil {
		labelClassifiers = append([]l7.LabelClassifier{byRules(inForce).labels}, labelClassifiers...)
	}
	protos := all.Protos()
	if heuristics {
		protos = append(protos, all.Heuristics()...)
	}
	tables := l7.Compile(protos, labelClassifiers...)
	if inForce != nil {
		tables.AddEndpointClassifiers(byRules(inForce).endpoints)
	}
	for _, c := range consensuses {
		tables.AddEndpointClassifiers(c.EndpointClassifier())
	}
	tables.AddEndpointClassifiers(l7.ByNetwork)
	return tables
}

// ReadConsensus reads a consensus document of Tor.
func ReadConsensus(name string) (*tor.Consensus, error) {
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
