//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/near"
	"github.com/nfstream/nfstream-go/risk"
)

func (p *parameters) defineRisks(fs *cmdline.FlagSet) {
	fs.Var(riskList{p}, "risks", "look for these risks, by names or parts of names; -name switches one off, all is all of them; "+
		"adds the columns of risks to the default columns, see docs/risks.md")
	fs.Var(riskSeverity{p}, "risk-severity", "look for risks of at least this severity: low, medium, high, severe (default low)")
	fs.Var(riskThreshold{p}, "risk-threshold", "threshold of a risk: `NAME=VALUE`; may be repeated")
	fs.Var(riskExempt{p}, "risk-exempt", "do not report risks of flows with this host or prefix, or only these risks: "+
		"`HOST` or HOST=RISK,RISK; may be repeated")
}

// risks returns the options of risks, which are then looked for.
func (p *parameters) risks() *risk.Options {
	if p.config.Risks == nil {
		p.config.Risks = new(risk.Options)
	}
	return p.config.Risks
}

// riskList is the value of --risks.
type riskList struct{ p *parameters }

func (v riskList) Type() string   { return "names" }
func (v riskList) String() string { return "" }

func (v riskList) Set(s string) error {
	o := v.p.risks()
	for name := range strings.SplitSeq(s, ",") {
		name, off := strings.CutPrefix(strings.TrimSpace(name), "-")
		switch name {
		case "":
			continue
		case "all":
			if off {
				return errors.New("want no -all: leave the flag out")
			}
			o.Only = risk.All
			continue
		}
		id, err := parseRisk(name)
		switch {
		case err != nil:
			return err
		case off:
			o.Off |= risk.Of(id)
		default:
			o.Only |= risk.Of(id)
		}
	}
	return nil
}

// parseRisk returns the risk of a name or a part of one.
func parseRisk(name string) (risk.ID, error) {
	if id := risk.Parse(name); id != 0 {
		return id, nil
	}
	var keys []string
	for id := risk.ID(1); id <= risk.Last; id++ {
		keys = append(keys, id.Key())
	}
	if found := near.Words(name, keys); len(found) > 0 {
		return 0, fmt.Errorf("%q is no risk, or several: want perhaps %s", name, near.Or(found))
	}
	return 0, fmt.Errorf("%q is no risk, or several: want a name of docs/risks.md, such as numeric_host", name)
}

// riskSeverity is the value of --risk-severity.
type riskSeverity struct{ p *parameters }

func (v riskSeverity) Type() string   { return "word" }
func (v riskSeverity) String() string { return "" }

func (v riskSeverity) Set(s string) error {
	least := risk.ParseSeverity(s)
	if least == 0 {
		return errors.New("want low, medium, high or severe")
	}
	v.p.risks().Least = least
	return nil
}

// riskThreshold is the value of --risk-threshold.
type riskThreshold struct{ p *parameters }

func (v riskThreshold) Type() string   { return "value" }
func (v riskThreshold) String() string { return "" }

func (v riskThreshold) Set(s string) error {
	name, value, _ := strings.Cut(s, "=")
	t, ok := risk.ParseThreshold(name)
	if !ok {
		var names []string
		for _, t := range risk.AllThresholds() {
			names = append(names, t.String())
		}
		return fmt.Errorf("want NAME=VALUE with a name of %s", near.Or(names))
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n <= 0 {
		return fmt.Errorf("want %s=VALUE with an integer of at least 1: %s", t, t.Doc())
	}
	v.p.risks().Thresholds[t] = n
	return nil
}

// riskExempt is the value of --risk-exempt.
type riskExempt struct{ p *parameters }

func (v riskExempt) Type() string   { return "host" }
func (v riskExempt) String() string { return "" }

func (v riskExempt) Set(s string) error {
	x, err := risk.ParseExemption(s)
	if err != nil {
		return err
	}
	o := v.p.risks()
	o.Exempt = append(o.Exempt, x)
	return nil
}

// showRisks adds the columns of risks where risks are asked for and columns are not.
func (p *parameters) showRisks(fields []string) []string {
	if p.config.Risks == nil || len(p.config.Fields) > 0 {
		return fields
	}
	if len(fields) == 0 {
		fields = []string{"default"}
	}
	return append(fields[:len(fields):len(fields)], "risks")
}
