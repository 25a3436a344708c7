//go:build !nfstream_no_media

// Package media has the protocols that carry sound and pictures to many, and to meetings.
package media

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_media.
func Protos() []l7.Proto {
	return l7.Collect(rtsp, rtmp, mpegTS, iceCast, flute, spotify, spotifyStream, zoom, zoomMedia,
		zoomPeers, sdRTN, iQIYI,
	)
}

// datagram rejects a datagram that is too short to judge.
func datagram(v l7.Verdict) l7.Verdict {
	if v == l7.More {
		return l7.Reject
	}
	return v
}

// textOf returns a text, cut to the length that is kept.
func textOf(b []byte) string {
	const longest = 256
	return string(b[:min(len(b), longest)])
}
