//go:build !tiny

package main

import (
	"context"
	"log/slog"
)

// recorder is a slog.Handler that keeps messages with their attributes.
type recorder struct{ said *[]string }

func (recorder) Enabled(context.Context, slog.Level) bool { return true }
func (r recorder) WithAttrs([]slog.Attr) slog.Handler     { return r }
func (r recorder) WithGroup(string) slog.Handler          { return r }

func (r recorder) Handle(_ context.Context, record slog.Record) error {
	text := record.Message
	record.Attrs(func(a slog.Attr) bool {
		text += " " + a.String()
		return true
	})
	*r.said = append(*r.said, text)
	return nil
}
