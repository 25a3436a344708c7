package risks

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/mail"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/remote"
	"github.com/nfstream/nfstream-go/risk"
)

func mailEvaluators() []evaluator {
	return []evaluator{{risk.Of(risk.ClearTextCredentials), credentials}}
}

// credentials reports who logs in with a protocol that does not hide it.
func credentials(f *flow.Flow, r *Reporter) {
	m := f.Metadata()
	if x := metadata.Get[http.Rare](m); x != nil {
		logsIn(r, "HTTP", x.User)
	}
	if x := metadata.Get[files.FTP](m); x != nil {
		logsIn(r, "FTP", x.User)
	}
	if x := metadata.Get[mail.POP3](m); x != nil {
		logsIn(r, "POP3", x.User)
	}
	if x := metadata.Get[mail.IMAP](m); x != nil {
		logsIn(r, "IMAP", x.User)
	}
	if x := metadata.Get[mail.SMTP](m); x != nil {
		logsIn(r, "SMTP", x.User)
	}
	if x := metadata.Get[remote.Telnet](m); x != nil {
		logsIn(r, "Telnet", x.User)
	}
	if x := metadata.Get[remote.RSH](m); x != nil {
		logsIn(r, "rsh", x.User)
	}
}

func logsIn(r *Reporter, protocol, user string) {
	if user != "" {
		r.Add(risk.ClearTextCredentials, protocol+" user "+user)
	}
}
