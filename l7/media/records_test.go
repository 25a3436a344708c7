package media_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/media"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// readOf plays a flow and returns what was read of it.
func readOf(on l7.Transport, port uint16, size int, turns ...string) *metadata.Set {
	k := l7test.Script{On: on, Port: port, Size: size, Turns: turns}.
		Play(l7.NewEngine(l7.Compile(media.Protos()), l7.Limits{TCP: 10_000, UDP: 32}))
	if !k.Flow.Decided() {
		k.End()
	}
	return k.Metadata
}

// What is read of a connection does not depend on how it is cut.
func TestRecords(t *testing.T) {
	first := "\x03" + strings.Repeat("\x00", 8) + strings.Repeat("ab", 764)
	command := "\x02\x00\x07connect\x00\x3f\xf0\x00\x00\x00\x00\x00\x00\x03\x00\x03app\x02\x00\x04live" +
		"\x00\x08flashVer\x02\x00\x50" + strings.Repeat("v", 80) + "\x00\x05tcUrl\x02\x00\x18rtmp://example.test/live\x00\x00\x09"
	connect := "\x03\x00\x00\x00\x00\x00" + string([]byte{byte(len(command))}) + "\x14\x00\x00\x00\x00" +
		command[:128] + "\xc3" + command[128:]
	for _, size := range []int{0, 1, 100, 1460} {
		set := readOf(l7.TCP, 1935, size, first, first+first[1:], first[1:]+connect)
		require.Equal(t, &media.RTMP{App: "live", URL: "rtmp://example.test/live"}, metadata.Get[media.RTMP](set), size)
		set = readOf(l7.TCP, 554, size, "DESCRIBE rtsp://192.0.2.1/stream1 RTSP/1.0\r\nCSeq: 2\r\nUser-Agent: player\r\n\r\n",
			"RTSP/1.0 200 OK\r\nCSeq: 2\r\nServer: camera\r\n\r\n")
		require.Equal(t, &media.RTSP{URL: "rtsp://192.0.2.1/stream1"}, metadata.Get[media.RTSP](set))
		require.Equal(t, "player", set.ClientText)
		require.Equal(t, "camera", set.ServerText)
		require.Equal(t, "a station", readOf(l7.TCP, 8000, size, "SOURCE /a.mp3 ICE/1.0\r\nice-name: a station\r\n\r\n").ServerText)
		require.Equal(t, "a station", readOf(l7.TCP, 8000, size, "", "ICY 200 OK\r\nicy-name:a station\r\n\r\n").ServerText)
	}
	for kind, want := range map[byte]string{13: "screen", 15: "audio", 16: "video"} {
		relayed := "\x05\x00\x01\x00\x00\x00\x00\x00" + string([]byte{kind}) + strings.Repeat("\x00", 60)
		set := readOf(l7.UDP, 8801, 0, "\x01\x00\x020123456789abcdef", "\x02\x00\x010123456789abcdef", relayed)
		require.Equal(t, &media.Zoom{Stream: want}, metadata.Get[media.Zoom](set))
	}
}
