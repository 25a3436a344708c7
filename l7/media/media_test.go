package media_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/media"
)

const (
	meeting = "\x7d\x46\x4d\x35\xff\xfd\xa2\x34\x49\x5d\x0d\x6d\x3b\x51\xe8\x96"
	ask     = "\x01\x00\x02" + meeting + "\x00\x00\x00\x00"
	answer  = "\x02\x00\x01" + meeting + "\x00\x5a\x0e\x3e"
	ping    = "\x03\x00\x00\x00\x12\x0f\xfe\x98\xd2\x00\x27\x2e\xc9\x01"
	client  = "\x03\x00\x00\x00\x00\x09\x00\x7c\x02\xf7\x78\x78\x55\x1e\xce\xab\x8e"
	server  = "\x03\x63\x50\x5f\xea\x01\x00\x05\x04\x13\xa7\xc6\x26\x53\x74\x72\x65"
	table   = "\x10\x10\x04\x00\x00\x00\x00\x00\x00\x01\x00\x00\xc0\x10\x00\x02<?xml version=\"1.0\"?>"
	uuid    = "\x00\x00\x00\x24AF065D88-AA00-1111-2222-0123456789AB"
	peer    = "\x1f\x02\x01\x00\x08\x00\x01\x00\x04\x00\x5c\x9b\x00\x00\x00\x0d192.168.1.226"
	qiyi    = "\x1c\x40\x10\x00\x44\x74\x71\x7a\xa4\xf8\x2b\xb7\x30\x07\xf4\x6b"
	qiyi2   = "\x9c\x60\x11\x00\x55\x75\x17\x7a\xa4\xf8\x2b\xb7\x30\x07\xf4\x1b\x0a"
)

func TestNames(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	packet := "\x47\x01\x01\x17" + strings.Repeat("\xff", 184)
	l7test.CheckNames(t, media.Protos(),
		tcp(categories.RTSP, 40001, "SETUP rtsp://192.0.2.1/a RTSP/1.0\r\n"),
		tcp(categories.RTSP, 40001, "", "RTSP/1.0 200 OK\r\n"),
		udp(categories.RTSP, 40001, "OPTIONS * RTSP/1.0\r\n"),
		tcp(0, 40001, "OPTIONS * HTTP/1.1\r\n"),
		tcp(0, 40001, "SETUP http://a RTSP\r\n"),
		tcp(categories.RTMP, 1935, client),
		tcp(categories.RTMP, 40001, client+strings.Repeat("ab", 760), "\x03\x00\x07\xaa\x57\x0d\x0e\x0a\x0d"+strings.Repeat("cd", 1530)),
		tcp(0, 40001, client+strings.Repeat("ab", 800), "\x03\x00\x07\xaa\x57\x0d\x0e\x0a\x0d"+strings.Repeat("cd", 1530)),
		tcp(categories.RTMP, 40001, client+strings.Repeat("ab", 760), server+strings.Repeat("cd", 1530)),
		tcp(0, 40001, client, server),
		tcp(0, 40001, client),
		tcp(0, 40001, client, "\x06\x00\x05\x04"),
		tcp(0, 1935, client[:16]),
		tcp(0, 1935, "\x03"+strings.Repeat("\x00", 64)),
		tcp(0, 1935, "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00"),
		udp(categories.MPEGTS, 40001, strings.Repeat(packet, 7)),
		udp(categories.MPEGTS, 40001, packet+packet, "", packet+packet),
		udp(0, 40001, packet),
		udp(0, 40001, strings.Repeat(packet, 7)+"\x47"),
		udp(0, 40001, strings.Repeat(packet, 6)+"\x48"+packet[1:]),
		tcp(categories.IceCast, 40001, "", "ICY 200 OK\r\n"),
		tcp(categories.IceCast, 40001, "SOURCE /a ICE/1.0\r\n"),
		tcp(categories.IceCast, 40001, "SOURCE /a HTTP/1.0\r\n"),
		tcp(0, 40001, "SOURCE /a FTP\r\n"),
		udp(categories.FLUTE, 40001, table),
		udp(0, 40001, table[:16]+"no table"),
		udp(0, 40001, strings.Replace(table, "\xc0", "\xc1", 1)),
		udp(categories.Spotify, 40001, "SpotUdp0\xdc"),
		udp(0, 40001, "SpotTcp0\xdc"),
		tcp(categories.Spotify, 40001, "\x00\x04\x00\x00\x01\x2b\x52\x0e\x50\x00"),
		tcp(0, 40001, "\x00\x04\x00\x00\x01\x2b\x52\x0e\x51\x00"),
		udp(categories.Zoom, 40001, ask, answer),
		udp(categories.Zoom, 8801, ping, "\x04"+ping[1:]),
		udp(0, 40001, ping, "\x04"+ping[1:]),
		udp(0, 40001, ask),
		udp(categories.Zoom, 8801, ask), // weakly
		udp(categories.Zoom, 8801, ask, "\x02\x00\x01"+meeting[1:]+"\x00\x00"),
		udp(categories.Zoom, 40001, peer+uuid),
		udp(0, 40001, peer),
		udp(0, 40001, peer+uuid[:30]),
		udp(categories.SDRTN, 40001,
			"\x00\x5a\x38\x4c\x00\x00\x21\x00\x00\x00\x00\x00\x04SNI\x00\x1c\x0023-248-186-179.edge.agora.ioPDMD\x00\x00"),
		udp(0, 40001, "\x00\x5a\x38\x4c\x00\x00\x21\x00\x00\x00\x00\x00\x04SNI\x00\x1c\x0023-248-186-179.edge.other.ioPDMD\x00\x00"),
		udp(categories.IQIYI, 40001, qiyi, qiyi2),
		udp(categories.IQIYI, 40001, qiyi), // weakly

		udp(categories.IQIYI, 40001, qiyi, strings.Replace(qiyi2, "\xb7", "\xb8", 1)),
	)
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: media.Protos(), Port: 1935}.Flow(f, [2]string{client, server}, [2]string{ask, answer},
		[2]string{table, peer + uuid},
		[2]string{"SETUP rtsp://192.0.2.1/a RTSP/1.0\r\n", "RTSP/1.0 200 OK\r\n"}, [2]string{qiyi, qiyi2},
		[2]string{"SOURCE /a ICE/1.0\r\n", "ICY 200 OK\r\n"})
}

func TestNameOfSDRTN(t *testing.T) {
	hello := "\x00\x5a\x38\x4c\x00\x00\x21\x00\x00\x00\x00\x00\x04SNI\x00\x1c\x0023-248-186-179.edge.agora.ioPDMD\x00\x00"
	for text, want := range map[string]string{
		hello: "23-248-186-179.edge.agora.io", strings.Replace(hello, "edge", "\x01dge", 1): "",
		strings.Replace(hello, "\x1c", "\xff", 1): "",
	} {
		k := l7test.NewTalk(l7.NewEngine(l7.Compile(media.Protos()), l7.Limits{TCP: 8, UDP: 8}), l7.UDP, 40001, 8130)
		k.Say(0, []byte(text))
		require.Equal(t, categories.SDRTN, k.Flow.Protocol)
		require.Equal(t, want, serverName(k), "%q", text)
	}
}

func serverName(k *l7test.Talk) string {
	if k.Metadata == nil {
		return ""
	}
	return k.Metadata.ServerName
}
