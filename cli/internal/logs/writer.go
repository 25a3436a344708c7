package logs

import (
	"bytes"
	"context"
	"log/slog"
)

// Writer logs each Write as a record. It is for messages that otherwise go to a terminal.
type Writer struct {
	Log   *Logger
	Level slog.Level
}

// Write logs a message without its line end.
func (w Writer) Write(p []byte) (int, error) {
	text := bytes.TrimPrefix(bytes.TrimRight(p, "\n"), []byte("nfstream: "))
	w.Log.Log(context.Background(), w.Level, string(text))
	return len(p), nil
}
