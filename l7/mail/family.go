//go:build !nfstream_no_mail

// Package mail has the protocols of mail, news and chat that are lines of text.
package mail

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_mail.
func Protos() []l7.Proto {
	return l7.Collect(smtp, pop3, imap, nntp, irc, jabber)
}
