package logs

import (
	"fmt"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go/internal/jsontext"
)

// The times of log/slog.
const (
	textTime = "2006-01-02T15:04:05.000Z07:00"
	jsonTime = time.RFC3339Nano
)

// record makes a line of a record, without its end.
func (l *Logger) record(level Level, message string, attributes []any, at time.Time) (line []byte) {
	if l.options.JSON {
		line = append(line, '{')
	}
	line = l.name(line, "time")
	if l.options.JSON {
		line = append(at.AppendFormat(append(line, '"'), jsonTime), '"')
	} else {
		line = at.AppendFormat(line, textTime)
	}
	line = l.attribute(line, "level", level.String())
	line = l.attribute(line, "msg", message)
	for i := 0; i+1 < len(attributes); i += 2 {
		line = l.attribute(line, fmt.Sprint(attributes[i]), attributes[i+1])
	}
	return line
}

// write adds to a record how many were kept back before it, and writes it.
func (l *Logger) write(line []byte, kept uint64) {
	if kept > 0 {
		line = l.attribute(line, Suppressed, kept)
	}
	if l.options.JSON {
		line = append(line, '}')
	}
	_, _ = l.to.Write(append(line, '\n'))
}

// name appends the name of an attribute, and what is before and behind it.
func (l *Logger) name(line []byte, name string) []byte {
	if l.options.JSON {
		if len(line) > 1 {
			line = append(line, ',')
		}
		return append(jsontext.AppendString(line, name), ':')
	}
	if len(line) > 0 {
		line = append(line, ' ')
	}
	return append(appendText(line, name), '=')
}

func (l *Logger) attribute(line []byte, name string, value any) []byte {
	line = l.name(line, name)
	switch v := value.(type) {
	case int:
		return strconv.AppendInt(line, int64(v), 10)
	case uint64:
		return strconv.AppendUint(line, v, 10)
	case time.Duration:
		if l.options.JSON {
			return strconv.AppendInt(line, int64(v), 10)
		}
	case []string:
		if l.options.JSON {
			return appendList(line, v)
		}
	}
	if l.options.JSON {
		return jsontext.AppendString(line, fmt.Sprint(value))
	}
	return appendText(line, fmt.Sprint(value))
}

func appendList(line []byte, list []string) []byte {
	line = append(line, '[')
	for i, text := range list {
		if i > 0 {
			line = append(line, ',')
		}
		line = jsontext.AppendString(line, text)
	}
	return append(line, ']')
}

// appendText appends a text, in quotes where it would be taken for more than one.
func appendText(line []byte, text string) []byte {
	quote := text == ""
	for _, c := range text {
		quote = quote || c == '"' || c == '=' || c == utf8.RuneError || unicode.IsSpace(c) || !unicode.IsPrint(c)
	}
	if quote {
		return strconv.AppendQuote(line, text)
	}
	return append(line, text...)
}
