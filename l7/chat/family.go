//go:build !nfstream_no_chat

// Package chat has the protocols of messengers.
package chat

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_chat.
func Protos() []l7.Proto {
	return []l7.Proto{whatsApp(), telegram(), telegramCall(), discord(), oicq(), dingTalk(), threema()}
}

// datagram rejects a datagram that is too short to judge.
func datagram(v l7.Verdict) l7.Verdict {
	if v == l7.More {
		return l7.Reject
	}
	return v
}
