//go:build tiny

package http

import "github.com/nfstream/nfstream-go/l7"

// A tiny build does not look at bodies and credentials.
type peeks struct{}

func (s *session) opens(*l7.Ctx, *Framing, bool, []byte, Fields) {}
func (s *session) answered(uint8)                                {}
func (s *session) peek(*l7.Ctx, []byte)                          {}
func (s *session) peeking() bool                                 { return false }
func (s *session) closePeeks(*l7.Ctx)                            {}
func (s *session) resetPeeks()                                   {}
func (p *peeks) holds() int                                      { return 0 }

func (r *Request) suspect(*l7.Ctx) {}

func (t *text) addCredentials(*l7.Ctx, *Request) {}
func (r *H2Head) addCredentials(*l7.Ctx)         {}

// FileName returns nil: a tiny build does not read names of files.
func FileName([]byte) []byte { return nil }
