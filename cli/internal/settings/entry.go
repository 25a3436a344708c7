package settings

import "strings"

const (
	wantLines  = "want lines of a key, a colon and a value"
	wantKey    = "want a name as the key"
	wantValue  = "%s wants a value, or a list of values"
	wantBare   = "anchors, aliases and tags have no meaning here"
	wantQuotes = "a text that begins with %q wants quotes around it"
	wantSpaces = "want spaces before the text, not tabs"
)

// entry reads a key and its value.
func (r *reader) entry() error {
	switch {
	case r.rest()[0] == '\t':
		return r.refuse(wantSpaces)
	case r.indent < 0:
		r.indent = r.at
	case r.at != r.indent:
		return r.refuse("want a key, which begins in column %d like those before", r.indent+1)
	}
	at := r.place()
	key, err := r.key()
	if err != nil {
		return err
	}
	if line, ok := r.seen[key]; ok {
		return r.refuseAt(at, "%s is set in line %d already", key, line)
	}
	r.seen[key] = at.Line
	e := Entry{Place: at, Key: key}
	if err := r.values(&e); err != nil {
		return err
	}
	r.entries = append(r.entries, e)
	return nil
}

// maxKey is how many bytes a key may have.
const maxKey = 128

// key reads a name and the colon behind it.
func (r *reader) key() (key string, err error) {
	begin := r.place()
	switch c := r.rest()[0]; {
	case c == '"' || c == '\'':
		if key, err = r.quoted(); err != nil {
			return "", err
		}
	case strings.IndexByte("[{?", c) >= 0:
		return "", r.refuse(wantKey)
	case strings.IndexByte("&*!", c) >= 0:
		return "", r.refuse(wantBare)
	case r.dash() || strings.IndexByte(indicators, c) >= 0:
		return "", r.refuse(wantLines)
	default:
		key = r.plain(false)
	}
	r.skipBlanks()
	rest, ok := strings.CutPrefix(r.rest(), ":")
	switch {
	case !ok || rest != "" && !blank(rest[0]):
		return "", r.refuseAt(begin, wantLines)
	case key == "" || len(key) > maxKey:
		return "", r.refuseAt(begin, wantKey)
	}
	r.at++
	return key, nil
}

// dash reports whether an element of a list begins here.
func (r *reader) dash() bool {
	rest, ok := strings.CutPrefix(r.rest(), "-")
	return ok && (rest == "" || blank(rest[0]))
}

// values reads what is behind a key.
func (r *reader) values(e *Entry) error {
	behind := r.place()
	switch {
	case r.ended():
		return r.blockList(e, behind)
	case r.rest()[0] == '[':
		e.List = true
		return r.flowList(e)
	}
	if err := r.value(e, false); err != nil {
		return err
	}
	return r.lineEnds()
}

// blockList reads elements that have lines of their own. They may stand as deep as their key.
func (r *reader) blockList(e *Entry, behind Place) error {
	e.List = true
	depth := -1
	for r.advance(); r.content() && (r.at > r.indent || r.at == r.indent && r.dash()); {
		switch {
		case r.rest()[0] == '\t':
			return r.refuse(wantSpaces)
		case !r.dash():
			return r.refuse(wantValue, e.Key)
		case depth >= 0 && r.at != depth:
			return r.refuse("want the elements of %s below each other", e.Key)
		}
		depth = r.at
		if err := r.element(e); err != nil {
			return err
		}
	}
	if depth < 0 {
		return r.missing(e, behind)
	}
	r.at = 0
	return nil
}

// missing refuses a key that has nothing behind it, and stays where it is.
func (r *reader) missing(e *Entry, at Place) error {
	_ = r.refuseAt(at, "%s has no value", e.Key)
	r.line, r.at = at.Line-1, 0
	return errRefused
}

// element reads a dash and the value behind it.
func (r *reader) element(e *Entry) error {
	r.at++
	behind := r.place()
	for strings.HasPrefix(r.rest(), " ") {
		r.at++
	}
	switch {
	case strings.HasPrefix(r.rest(), "\t"):
		return r.refuse(wantSpaces)
	case r.ended():
		return r.missing(e, behind)
	case r.dash():
		return r.refuse(wantValue, e.Key)
	}
	if err := r.value(e, false); err != nil {
		return err
	}
	return r.lineEnds()
}

// flowList reads elements in brackets, which may take several lines.
func (r *reader) flowList(e *Entry) error {
	begin := r.place()
	r.at++
	for separated := true; ; {
		for r.ended() {
			r.advance()
			if r.line >= len(r.lines) {
				return r.refuseAt(begin, "there is no ] to this [")
			}
			if r.skipBlanks(); r.at <= r.indent && !strings.HasPrefix(r.rest(), "]") && !r.ended() {
				return r.refuseAt(begin, "there is no ] to this [ before the next key")
			}
		}
		switch c := r.rest()[0]; {
		case c == ']':
			r.at++
			return r.lineEnds()
		case c == ',' && !separated:
			r.at++
			separated = true
		case !separated || c == ',':
			return r.refuse("want , or ] behind each value")
		default:
			if err := r.value(e, true); err != nil {
				return err
			}
			separated = false
		}
	}
}

// value reads one within a line.
func (r *reader) value(e *Entry, flow bool) (err error) {
	v := Value{Place: r.place()}
	switch c := r.rest()[0]; {
	case c == '"' || c == '\'':
		v.Text, err = r.quoted()
	case strings.IndexByte("[{", c) >= 0:
		return r.refuse(wantValue, e.Key)
	case strings.IndexByte("|>", c) >= 0:
		return r.refuse("%s wants its value in one line, in quotes if it begins with %q", e.Key, c)
	case strings.IndexByte("&*!", c) >= 0:
		return r.refuse(wantBare)
	case strings.IndexByte(indicators, c) >= 0, r.dash(), !r.begins(flow):
		return r.refuse(wantQuotes, c)
	default:
		v.Text = r.plain(flow)
		err = r.meaning(e, v)
	}
	if err == nil {
		e.Values = append(e.Values, v)
	}
	return err
}

// meaning refuses plain texts that YAML takes for something else.
func (r *reader) meaning(e *Entry, v Value) error {
	if strings.HasPrefix(r.rest(), ":") {
		return r.refuse("a text with a colon before a blank wants quotes around it")
	}
	switch v.Text {
	case "~", "null", "Null", "NULL":
		return r.refuseAt(v.Place, "%s has no value", e.Key)
	}
	return nil
}
