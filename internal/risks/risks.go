// Package risks finds the risks of a flow that has ended, by its label, its metadata, its end points and its counters. What
// needs bytes of payloads is reported by the sessions of protocols, see l7.Ctx.Risk.
//
// To add a risk, write a function of type evaluator.find in the file of its family, add it to the list there, add a Doc, and
// add cases to the list in the test file of the family. Tests fail for a risk without any of these.
package risks

import (
	"net/netip"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// NeedContent are the risks that need what the first payloads and bodies are like.
var NeedContent = risk.Of(risk.BinaryApplication, risk.SuspiciousContent, risk.SuspiciousEntropy, risk.PossibleExploit,
	risk.BinaryTransfer)

// evaluator finds some risks.
type evaluator struct {
	finds risk.Set // it is called if one of them is looked for
	find  func(*flow.Flow, *Reporter)
}

// evaluators returns all of them, by family.
func evaluators() (all []evaluator) {
	for _, family := range [...][]evaluator{
		flowEvaluators(), nameEvaluators(), tlsEvaluators(), httpEvaluators(), dnsEvaluators(), sshEvaluators(), mailEvaluators(),
		fingerprintEvaluators(),
	} {
		all = append(all, family...)
	}
	return all
}

// Reporter takes the risks of one flow after the other. It is not safe for concurrent use.
type Reporter struct {
	on         risk.Set
	thresholds risk.Thresholds
	sources    Sources
	malicious  func(string) bool // of fingerprints
	evaluators []evaluator

	read   **metadata.Set // of the current flow
	report *risk.Report   // nil where nothing was found
}

// Sources are what a run knows beside its flows. Each function may be nil.
type Sources struct {
	// Exempt returns the risks that are not reported of a flow in which something was found.
	Exempt func(*flow.Flow) risk.Set
	// Hides names the network or the relay that hides who uses an address; empty for none.
	Hides func(netip.Addr) string
	// RiskyAS returns the number of the autonomous system of an address if the user's rules call it risky, else 0.
	RiskyAS func(netip.Addr) uint32
	// Malicious reports whether the user's rules call a fingerprint malicious, where the options do not say.
	Malicious func(fingerprint string) bool
}

// NewReporter returns a reporter of what the options ask for.
func NewReporter(o *risk.Options, from Sources) *Reporter {
	r := &Reporter{on: o.Set(), thresholds: o.Thresholds, sources: from, malicious: o.Malicious}
	if r.malicious == nil {
		r.malicious = from.Malicious
	}
	if r.malicious == nil {
		r.malicious = func(string) bool { return false }
	}
	for _, e := range evaluators() {
		if e.finds&r.on != 0 {
			r.evaluators = append(r.evaluators, e)
		}
	}
	return r
}

// Judge finds the risks of a flow that has ended and writes them to its metadata, which it makes if there is none. It is a
// table.Hooks.Judge.
func (r *Reporter) Judge(f *flow.Flow, read **metadata.Set) {
	r.read, r.report = read, metadata.Get[risk.Report](*read)
	for _, e := range r.evaluators {
		e.find(f, r)
	}
	if r.report != nil && r.sources.Exempt != nil {
		r.report.Drop(r.sources.Exempt(f))
	}
	r.read, r.report = nil, nil
}

// Wants reports whether a risk is looked for.
func (r *Reporter) Wants(id risk.ID) bool { return r.on.Has(id) }

// Has reports whether a risk of the current flow was reported, also by a session.
func (r *Reporter) Has(id risk.ID) bool { return r.report != nil && r.report.Has(id) }

// Add reports a risk of the current flow, if it is looked for. Of several reports of a risk the first counts, also that of a
// session.
func (r *Reporter) Add(id risk.ID, detail string) {
	if !r.on.Has(id) {
		return
	}
	if r.report == nil {
		if *r.read == nil {
			*r.read = new(metadata.Set)
		}
		r.report = metadata.Need[risk.Report](*r.read)
	}
	r.report.Add(id, detail)
}

// Threshold returns a threshold of a risk.
func (r *Reporter) Threshold(t risk.Threshold) int64 { return r.thresholds.Get(t) }
