package risks

import (
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// errorCode finds replies that say that a request failed. SNMP reports its own.
func errorCode(f *flow.Flow, r *Reporter) {
	if m := metadata.Get[dns.Metadata](f.Metadata()); m != nil && m.ReplyCode != 0 {
		r.Add(risk.ErrorCode, "DNS "+replyName(m.ReplyCode))
	}
	if m := metadata.Get[http.Metadata](f.Metadata()); m != nil && m.Status >= 400 {
		r.Add(risk.ErrorCode, "HTTP "+decimal(m.Status))
	}
}

// minorIssues finds what is odd, and most often harmless.
func minorIssues(f *flow.Flow, r *Reporter) {
	m := metadata.Get[dns.Metadata](f.Metadata())
	if m == nil || f.Label().Protocol != categories.DNS {
		return // with 0 a host of mDNS says goodbye (RFC 6762, section 10.1)
	}
	if slices.Contains(m.TTLs, 0) {
		r.Add(risk.MinorIssues, "DNS record with a time to live of 0")
	}
}

// replies are the names of DNS response codes from 1 on (IANA, DNS RCODEs).
const replies = "FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH NOTZONE"

func replyName(code uint16) string {
	rest, name := replies, ""
	for range code {
		if name, rest, _ = strings.Cut(rest, " "); name == "" {
			return "error " + decimal(code)
		}
	}
	return name
}
