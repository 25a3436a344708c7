package media

import "github.com/nfstream/nfstream-go/l7/metadata"

// RTSP is what was read of RTSP.
type RTSP struct {
	URL string // of the first request
}

// RTMP is what the command says that connects to an application.
type RTMP struct{ App, URL string }

// Zoom is what was read of Zoom's media.
type Zoom struct {
	Stream string // audio, video or screen
}

func rtspColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("rtsp_url", "what the first request is for", func(m *RTSP) string { return m.URL }),
	}
}

func rtmpColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("rtmp_app", "application of the server that the client connects to", func(m *RTMP) string { return m.App }),
		metadata.Text("rtmp_url", "address of the server and its application", func(m *RTMP) string { return m.URL }),
	}
}

func zoomColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("zoom_stream", "what the first media are: audio, video or screen", func(m *Zoom) string { return m.Stream }).Repeating(),
	}
}
