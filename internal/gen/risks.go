package main

import (
	"bytes"
	"fmt"

	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/risk"
)

const risksIntro = `# Risks

Generated from the code by ~make gen~; do not edit.

A risk is something about a flow that is worth a look: a server that is out of date, a name that looks made up, a port scan.
Names, severities and scores are those of nDPI 5.0. The columns of the group ~risks~ show them:

~~~
nfstream flows --risks all capture.pcap                                  # the default columns, and those of risks
nfstream flows --fields src_ip,dst_ip,risks,risk_details capture.pcap
nfstream flows --risks -numeric_host,-unsafe_protocol --risk-severity medium capture.pcap
nfstream flows --risks tls_cert_expired,self_signed --risk-exempt 192.0.2.0/24 --risk-exempt lab.example=self_signed capture.pcap
~~~

| column | what it shows |
|---|---|
| ~risks~ | names, separated by semicolons, in the order of the table below |
| ~risk_score~, ~risk_score_client~, ~risk_score_server~ | sums of the scores |
| ~risk_severity~ | the highest severity: Low, Medium, High or Severe |
| ~risk_details~ | what was found, a text for each of the risks |

Without a column of the group and without an option of risks none is looked for, and none of it costs anything. In Go they are
~Config.Risks~ and ~Flow.Risks~, see package ~risk~. A tiny build looks for none. Each risk is reported once a flow, with the
first thing found.

## What is reported

| option | Config.Risks | meaning |
|---|---|---|
| ~--risks NAME,NAME~ | ~Only~ | only these; a name as in the table, or words of it, such as ~numeric_host~; ~all~ is all |
| ~--risks -NAME~ | ~Off~ | not this one |
| ~--risk-severity medium~ | ~Least~ | only from this severity on |
| ~--risk-threshold NAME=VALUE~ | ~Thresholds~ | another threshold, see below |
| ~--risk-exempt OF~ | ~Exempt~ | none of flows with a server of this name or in this domain, or with an end in this prefix |
| ~--risk-exempt OF=NAME,NAME~ | | not these of such flows |

A file of rules may exempt as well, and be read again while flows are metered: key ~exempt~ of a stanza, ~ip_risk_mask~ and
~host_risk_mask~ of nDPI's files; see [rules.md](rules.md). In the settings of a service the options are keys without dashes.

## Thresholds

| name | default | risk | meaning |
|---|---:|---|---|
`

// risksPage describes all risks.
func risksPage() ([]byte, error) {
	var out bytes.Buffer
	out.Write(bytes.ReplaceAll([]byte(risksIntro), []byte("~"), []byte("`")))
	for _, t := range risk.AllThresholds() {
		fmt.Fprintf(&out, "| `%s` | %d | %s | %s |\n", t, t.Default(), t.Risk().Name(), t.Doc())
	}
	out.WriteString("\n## The risks\n\nThe score is that of the flow, of its client and of its server.\n\n" +
		"| id | risk | key | severity | score | reported | source |\n|---:|---|---|---|---|---|---|\n")
	for _, d := range risks.Docs() {
		fmt.Fprintf(&out, "| %d | %s | `%s` | %s | %d: %d + %d | %s | %s |\n", d.ID, d.ID.Name(), d.ID.Key(), d.ID.Severity(),
			d.ID.Score(), d.ID.ClientScore(), d.ID.ServerScore(), d.When, d.Source)
	}
	return out.Bytes(), nil
}
