package http

import (
	"errors"

	"golang.org/x/net/http2/hpack"
)

// decode reads the field block, which has come whole.
func (r *H2Reader) decode() Event {
	if r.decoder == nil {
		const initialTable = 4096 // RFC 9113, section 6.5.2
		r.decoder = hpack.NewDecoder(initialTable, r.field)
		r.decoder.SetAllowedMaxDynamicTableSize(MaxH2Table)
		r.decoder.SetMaxStringLength(MaxH2String)
	}
	r.Head = H2Head{Stream: r.opener.stream, EndStream: r.opener.has(flagEndStream)}
	_, err := r.decoder.Write(r.block)
	if err == nil {
		err = r.decoder.Close()
	}
	r.block = r.block[:0]
	switch {
	case errors.Is(err, hpack.ErrStringLength):
		r.final = TooLong
	case err != nil:
		r.final = Malformed
	case r.opener.kind == framePushPromise:
	case r.Head.Method != "":
		return IsRequest
	case r.Head.Status != 0:
		return IsResponse
	}
	return r.final
}

// field records a field of the block. The first of several fields with the same name counts.
func (r *H2Reader) field(f hpack.HeaderField) {
	h := &r.Head
	switch f.Name {
	case ":method":
		setText(&h.Method, f.Value)
	case ":scheme":
		setText(&h.Scheme, f.Value)
	case ":authority":
		setText(&h.Authority, f.Value)
	case "host": // instead of :authority, which stands before it, in what came by HTTP/1 (RFC 9113, section 8.3.1)
		setText(&h.Authority, f.Value)
	case ":path":
		setText(&h.Path, f.Value)
	case ":status":
		if n, ok := parseLength([]byte(f.Value)); ok && len(f.Value) == 3 && h.Status == 0 {
			h.Status = int(n)
		}
	case "user-agent":
		setText(&h.UserAgent, f.Value)
	case "referer":
		setText(&h.Referer, f.Value)
	case "content-type":
		setText(&h.ContentType, f.Value)
	case "server":
		setText(&h.Server, f.Value)
	case "x-forwarded-for":
		setText(&h.ForwardedFor, f.Value)
	case "authorization":
		setText(&h.Authorization, f.Value)
	case "content-disposition":
		setText(&h.Disposition, f.Value)
	case "content-length":
		if n, ok := parseLength([]byte(f.Value)); ok {
			h.ContentLength = n
		}
	}
}

func setText(to *string, value string) {
	if *to == "" {
		*to = value
	}
}
