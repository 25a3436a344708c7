package logs

import "time"

// maxKeys bounds how many messages are told apart. Further ones count as one.
const maxKeys = 256

type key struct {
	level   Level
	message string
}

// repeated is what is known of a message.
type repeated struct {
	next time.Time // before which no record is written
	kept uint64    // back since the last one
	last []byte    // of those that were kept back
}

// admit reports whether a record may be written, and how many were kept back before it.
func (l *Logger) admit(k key, now time.Time) (kept uint64, pass bool) {
	if l.options.Interval <= 0 {
		return 0, true
	}
	m := l.find(k)
	if now.Before(m.next) {
		m.kept++
		return 0, false
	}
	kept = m.kept
	*m = repeated{next: now.Add(l.options.Interval)}
	return kept, true
}

// find returns what is known of a message, which is remembered from now on.
func (l *Logger) find(k key) *repeated {
	if m := l.keys[k]; m != nil {
		return m
	}
	if len(l.keys) >= maxKeys {
		k = key{}
		if m := l.keys[k]; m != nil {
			return m
		}
	}
	m := new(repeated)
	l.keys[k] = m
	return m
}
