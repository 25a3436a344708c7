package nfstream_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// callFrames are packets of G.711 in one direction, each 20 ms, but for those that are lost, and a report of the other side.
func callFrames(packets int, lost func(int) bool) (frames []capture.Frame) {
	sound := make([]byte, 12+160)
	copy(sound, "\x80\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07")
	for i := range packets {
		if lost(i) {
			continue
		}
		binary.BigEndian.PutUint16(sound[2:], uint16(65_500+i))
		binary.BigEndian.PutUint32(sound[4:], uint32(i)*160)
		at := time.Duration(i) * 20 * time.Millisecond
		frames = append(frames, rawFrame(at, rawIP(hereAddr, thereAddr, 17, udp(4000, 5000, sound...))))
	}
	report := "\x81\xc9\x00\x07\x00\x00\x00\x08\x00\x00\x00\x07\x10\x00\x00\x05" +
		"\x00\x00\x00\x63\x00\x00\x00\x21\x00\x00\x00\x00\x00\x00\x00\x00"
	end := time.Duration(packets) * 20 * time.Millisecond
	return append(frames, rawFrame(end, rawIP(thereAddr, hereAddr, 17, udp(5000, 4000, []byte(report)...))))
}

// The columns of RTP show what sequence numbers, timestamps and reports say, to the end of the flow.
func TestRTPColumns(t *testing.T) {
	corpus.Whole(t, "protocols")
	frames := callFrames(1000, func(i int) bool { return i%100 == 50 })
	want := map[string]string{"src2dst_rtp_payload_types": "[8]", "src2dst_rtp_ssrc": "[7]", "src2dst_rtp_codec": "PCMA",
		"src2dst_rtp_packets": "990", "src2dst_rtp_lost": "10", "src2dst_rtp_jitter_ms": "0.0", "src2dst_rtp_mos": "4.328",
		"src2dst_rtcp_lost": "5", "src2dst_rtcp_jitter": "33", "dst2src_rtp_packets": "-1", "dst2src_rtp_mos": "-1.0",
		"dst2src_rtp_jitter_ms": "-1.0", "dst2src_rtp_ssrc": "[]", "dst2src_rtp_codec": "", "dst2src_rtcp_lost": "-1"}
	for _, workers := range []int{1, 2} {
		row := rowsOfFrames(t, nfstream.Config{Fields: []string{"rtp", "application_name"}, Workers: workers}, frames...)[0]
		require.Equal(t, "RTP", row["application_name"])
		for name, value := range want {
			require.Equal(t, value, row[name], name)
		}
	}
	row := rowsOfFrames(t, nfstream.Config{Fields: []string{"dst2src_rtcp_jitter"}}, frames...)[0]
	require.Equal(t, "-1", row["dst2src_rtcp_jitter"])
	row = rowsOfFrames(t, nfstream.Config{Fields: []string{"rtp"}, Null: "none"}, frames...)[0]
	require.Equal(t, "4.328", row["src2dst_rtp_mos"])
	for _, name := range []string{"packets", "lost", "jitter_ms", "mos", "ssrc", "payload_types", "codec"} {
		require.Equal(t, "none", row["dst2src_rtp_"+name], name)
	}
	row = rowsOfFrames(t, nfstream.Config{Fields: []string{"rtp"}, Dissect: nfstream.Off}, frames...)[0]
	require.Equal(t, "-1", row["src2dst_rtp_packets"])
}
