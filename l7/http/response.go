package http

import "bytes"

// Response is a view of the head of a response. What the head does not say is nil.
type Response struct {
	Version Version
	Status  int
	Reason  []byte

	ContentType []byte // with its parameters; see MediaType
	Server      []byte
	Location    []byte
	Upgrade     []byte // the protocol switched to; see UpgradeOf
	Disposition []byte // Content-Disposition (RFC 6266); see FileName
	Framing
	Fields Fields // all fields
}

// statusSwitching says that another protocol follows the response (RFC 9110, section 15.2.2).
const statusSwitching = 101

// Parse parses the head at the start of data like Request.Parse.
func (r *Response) Parse(data []byte) (int, error) {
	*r = Response{Framing: Framing{ContentLength: -1}}
	if !MaybeResponse(data) {
		return 0, ErrMalformed
	}
	head := skipEmpty(data)
	l := lines{data: head}
	line, err := l.next()
	if err == nil {
		err = r.start(line)
	}
	if err != nil {
		return 0, err
	}
	r.Fields = Fields{lines: l}
	fields := r.Fields
	for fields.Next() {
		r.field(fields.Name, fields.Value)
	}
	if fields.err != nil {
		return 0, fields.err
	}
	return len(data) - len(head) + fields.lines.at, nil
}

// start parses the status line (RFC 9112, section 4). The reason and the space before it are optional.
func (r *Response) start(line []byte) error {
	version, rest, _ := bytes.Cut(line, []byte{' '})
	var ok bool
	if r.Version, ok = parseVersion(version); !ok {
		return ErrMalformed
	}
	status, reason, _ := bytes.Cut(rest, []byte{' '})
	if len(status) != 3 || status[0] < '1' || '9' < status[0] || !isDigit(status[1]) || !isDigit(status[2]) {
		return ErrMalformed
	}
	r.Status = int(status[0]-'0')*100 + int(status[1]-'0')*10 + int(status[2]-'0')
	r.Reason = reason
	return nil
}

func (r *Response) field(name, value []byte) {
	switch len(name) {
	case len("server"):
		set(&r.Server, name, "server", value)
	case len("upgrade"):
		set(&r.Upgrade, name, "upgrade", value)
	case len("location"):
		set(&r.Location, name, "location", value)
	case len("content-type"):
		set(&r.ContentType, name, "content-type", value)
	case len("content-disposition"):
		set(&r.Disposition, name, "content-disposition", value)
	default:
		r.Framing.field(name, value)
	}
}
