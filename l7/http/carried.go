package http

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
)

// byMediaType are the applications that a media type names (IANA, Media Types, and the documents given).
var byMediaType = map[string]categories.ID{
	"application/ocsp-request":      categories.OCSP, // RFC 6960, appendix A
	"application/ocsp-response":     categories.OCSP,
	"application/ipp":               categories.IPP, // RFC 8010
	"application/soap+xml":          categories.SOAP,
	"application/json-rpc":          categories.JSONRPC,
	"application/jsonrpc":           categories.JSONRPC,
	"application/jsonrequest":       categories.JSONRPC,
	"application/dash+xml":          categories.MpegDash, // ISO/IEC 23009-1
	"application/vnd.apple.mpegurl": categories.HLS,      // RFC 8216
	"application/x-mpegurl":         categories.HLS,
}

// bySuffix are the applications that a target's path ends in, bySegment those that it begins with.
var (
	bySuffix  = map[string]categories.ID{".m3u8": categories.HLS, ".mpd": categories.MpegDash, ".m4s": categories.MpegDash}
	bySegment = map[string]categories.ID{"uri-res": categories.Gnutella, "gnutella": categories.Gnutella}
)

// carriedBy returns the application that a request itself tells, whatever its server is, or 0.
func carriedBy(r *Request) categories.ID {
	if id := byMediaType[string(MediaType(r.ContentType))]; id != 0 {
		return id
	}
	if id := carriedAt(r.Target); id != 0 {
		return id
	}
	switch {
	case r.Fields.Get("soapaction") != nil:
		return categories.SOAP
	case MethodKindOf(r.Method) == MethodWebDAV:
		return categories.WebDAV
	}
	return 0
}

// carriedAt returns the application that a target tells, or 0.
func carriedAt(target []byte) categories.ID {
	path, query, _ := bytes.Cut(target, []byte{'?'})
	if isTracker(path) && bytes.Contains(query, []byte("info_hash=")) {
		return categories.BitTorrent // BEP 3, BEP 48
	}
	if dot := bytes.LastIndexByte(path, '.'); dot >= 0 {
		if id := bySuffix[string(path[dot:])]; id != 0 {
			return id
		}
	}
	first, _, _ := bytes.Cut(bytes.TrimPrefix(path, []byte{'/'}), []byte{'/'})
	return bySegment[string(first)]
}

func isTracker(path []byte) bool {
	return bytes.HasSuffix(path, []byte("/announce")) || bytes.HasSuffix(path, []byte("/scrape"))
}
