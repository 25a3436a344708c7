//go:build tiny

package lines

import "github.com/nfstream/nfstream-go/l7"

// login is nothing: a tiny build does not follow SASL.
type login struct{}

func (s *session) logsIn(*l7.Ctx, []byte) bool { return false }
