package http

import (
	"bytes"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
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
	"application/x-rtsp-tunnelled":  categories.RTSP,
	"application/vnd.apple.mpegurl": categories.HLS, // RFC 8216
	"application/x-mpegurl":         categories.HLS,
}

// bySuffix are the applications that a target's path ends in, bySegment those that it begins with.
var (
	bySuffix  = map[string]categories.ID{".m3u8": categories.HLS, ".mpd": categories.MpegDash, ".m4s": categories.MpegDash}
	bySegment = map[string]categories.ID{"uri-res": categories.Gnutella, "gnutella": categories.Gnutella}
)

// ofMediaType returns the application that a media type names, in any case (RFC 9110, section 8.3.1), or 0.
func ofMediaType(mediaType []byte) categories.ID {
	var room [32]byte // longer than any
	if len(mediaType) > len(room) {
		return 0
	}
	return byMediaType[string(appendLower(room[:0], mediaType))]
}

// carriedBy returns the application that a request itself identifies, for any server, or 0.
func carriedBy(r *Request) categories.ID {
	if id := ofMediaType(MediaType(r.ContentType)); id != 0 {
		return id
	}
	if id := carriedAt(r.Target); id != 0 {
		return id
	}
	switch {
	case r.Fields.Get("soapaction") != nil:
		return categories.SOAP
	case UpgradeOf(r.Fields.Get("upgrade")) == UpgradeWebSocket:
		return categories.WebSocket // RFC 6455, section 4.1
	case r.Fields.Get("x-sessioncookie") != nil:
		return categories.RTSP // Apple, Tunnelling RTSP and RTP over HTTP
	case string(r.Target) == "/inform" && string(MediaType(r.ContentType)) == "application/x-binary":
		return categories.UBNTAC2 // what Ubiquiti's devices report to their controller
	case string(r.Method) == "SOURCE":
		return categories.IceCast // what a source sends to Icecast (Icecast, "Source protocol")
	case MethodKindOf(r.Method) == MethodWebDAV:
		return categories.WebDAV
	}
	return 0
}

// carriedFrom returns the application that a response itself identifies, or 0.
func carriedFrom(r *Response) categories.ID {
	if bytes.HasPrefix(r.Server, []byte("CouchDB/")) {
		return categories.CouchDB // Apache CouchDB, API Basics
	}
	return ofMediaType(MediaType(r.ContentType))
}

// carriedAt returns the application that a target identifies, or 0.
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

// downloads are the media types of programs, archives and bytes of no further type: what is kept rather than shown.
var downloads = map[string]bool{
	"application/octet-stream": true, "application/java-vm": true, "application/java-archive": true,
	"application/x-msdownload": true, "application/x-msdos-program": true, "application/x-dosexec": true,
	"application/vnd.microsoft.portable-executable": true, "application/x-executable": true, "application/x-elf": true,
	"application/x-sharedlib": true, "application/vnd.android.package-archive": true, "application/x-msi": true,
	"application/vnd.debian.binary-package": true, "application/x-rpm": true, "application/x-apple-diskimage": true,
	"application/x-iso9660-image": true, "application/zip": true, "application/x-zip-compressed": true,
	"application/gzip": true, "application/x-gzip": true, "application/x-tar": true, "application/x-bzip2": true,
	"application/x-xz": true, "application/zstd": true, "application/x-7z-compressed": true,
	"application/vnd.rar": true, "application/x-rar-compressed": true, "application/vnd.ms-cab-compressed": true,
}

// setUse sets the category that a media type says, unless the application is there for updates, which are downloads.
func setUse(c *l7.Ctx, mediaType string) {
	if use := useOf(mediaType); use != 0 && c.Application().Category() != categories.CategorySoftwareUpdate {
		c.SetCategory(use)
	}
}

// useOf returns what a response of a media type is for, whoever sends it, or 0.
func useOf(mediaType string) categories.Category {
	switch mediaType = strings.ToLower(mediaType); {
	case strings.HasPrefix(mediaType, "video/"), strings.HasPrefix(mediaType, "audio/"):
		return categories.CategoryMedia
	case downloads[mediaType]:
		return categories.CategoryDownload
	}
	return 0
}
