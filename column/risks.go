//go:build !tiny

package column

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

func riskColumns() []Column {
	names := riskTexts("risks", "names of the risks that the flow has, separated by semicolons; see docs/risks.md",
		func(f *risk.Finding) string { return f.ID.Name() })
	names.plain = true
	return []Column{
		names,
		riskScore("risk_score", "sum of the scores of the risks", func(all, _, _ int) int { return all }),
		riskScore("risk_score_client", "the client's part of risk_score", func(_, client, _ int) int { return client }),
		riskScore("risk_score_server", "the server's part of risk_score", func(_, _, server int) int { return server }),
		termColumn("risk_severity", "the highest severity of the risks: Low, Medium, High or Severe",
			func(dst []byte, f *flow.Flow) []byte { return append(dst, f.Risks().Severity().String()...) }),
		riskTexts("risk_details", "what was found, one for each of the risks, separated by semicolons; those within one are commas",
			func(f *risk.Finding) string { return f.Detail }),
	}
}

// riskTexts is a column of a text of each finding.
func riskTexts(name, doc string, get func(*risk.Finding) string) Column {
	c := textColumn(name, doc, func(dst []byte, f *flow.Flow) []byte {
		found := f.Risks().Findings
		for i := range found {
			if i > 0 {
				dst = append(dst, ';')
			}
			at := len(dst)
			dst = append(dst, get(&found[i])...)
			for j := at; j < len(dst); j++ {
				if dst[j] == ';' {
					dst[j] = ','
				}
			}
		}
		return dst
	})
	c.texts = func(dst []string, f *flow.Flow) []string {
		found := f.Risks().Findings
		for i := range found {
			dst = append(dst, get(&found[i]))
		}
		return dst
	}
	return c
}

func riskScore(name, doc string, get func(all, client, server int) int) Column {
	return intColumn(name, u16, doc, func(f *flow.Flow) int64 { return int64(get(f.Risks().Score())) })
}
