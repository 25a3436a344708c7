package logs

import (
	"bytes"
	"context"
	"log/slog"
)

// Writer logs what is written to it, each Write a record. It is for what speaks to a terminal elsewhere.
type Writer struct {
	Log   *Logger
	Level slog.Level
}

// Write logs a message, without the line end.
func (w Writer) Write(p []byte) (int, error) {
	text := bytes.TrimPrefix(bytes.TrimRight(p, "\n"), []byte("nfstream: "))
	w.Log.Log(context.Background(), w.Level, string(text))
	return len(p), nil
}
