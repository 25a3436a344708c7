//go:build tiny

package http

import "github.com/nfstream/nfstream-go/l7"

// A tiny build does not look at bodies.
type peeks struct{}

func (s *session) opens(*l7.Ctx, *Framing, bool, []byte, Fields) {}
func (s *session) answered(uint8)                                {}
func (s *session) peek(*l7.Ctx, []byte)                          {}
func (s *session) peeking() bool                                 { return false }
func (s *session) closePeeks(*l7.Ctx)                            {}
func (s *session) resetPeeks()                                   {}
func (p *peeks) holds() int                                      { return 0 }

func (r *Request) suspect(*l7.Ctx) {}
