package nfstream_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// communityIDs are published pairs: the baseline of the specification, and what tests of Zeek, Arkime, Packetbeat and
// pycommunityid expect. Of ICMP the ports are type and code.
var communityIDs = []struct {
	proto    byte
	src, dst string
	from, to uint16
	id       string
}{
	{6, "1.2.3.4", "5.6.7.8", 1122, 3344, "1:wCb3OG7yAFWelaUydu0D+125CLM="},
	{6, "5.6.7.8", "1.2.3.4", 3344, 1122, "1:wCb3OG7yAFWelaUydu0D+125CLM="},
	{6, "2001:470:e5bf:dead:4957:2174:e82c:4887", "2607:f8b0:400c:c03::1a", 63943, 25, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="},
	{6, "128.232.110.120", "66.35.250.204", 34855, 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
	{17, "1.2.3.4", "5.6.7.8", 1122, 3344, "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg="},
	{17, "8.8.8.8", "192.168.1.52", 53, 54585, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="},
	{132, "1.2.3.4", "5.6.7.8", 1122, 3344, "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8="},
	{132, "192.168.170.56", "192.168.170.8", 7, 7, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="},
	{46, "1.2.3.4", "5.6.7.8", 0, 0, "1:ikv3kmf89luf73WPz1jOs49S768="},
	{46, "10.1.12.2", "10.1.12.1", 0, 0, "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="},
	{46, "fe80:1:203:405:607:809:a0b:c0d", "fe80:1011:1213:1415:1617:1819:1a1b:1c1d", 0, 0, "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0="},
	{1, "1.2.3.4", "5.6.7.8", 8, 0, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="},
	{1, "5.6.7.8", "1.2.3.4", 0, 0, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="},
	{1, "1.2.3.4", "5.6.7.8", 11, 0, "1:f/YiSyWqczrTgfUCZlBUnvHRcPk="},
	{1, "10.0.0.1", "10.0.0.2", 11, 0, "1:YHxtAirCG//0OzkcVAukqKQN9xM="},
	{1, "192.168.0.89", "192.168.0.1", 8, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="},
	{1, "192.168.0.1", "192.168.0.89", 0, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="},
	{1, "192.168.0.89", "192.168.0.1", 20, 0, "1:3o2RFccXzUgjl7zDpqmY7yJi8rI="},
	{1, "192.168.0.89", "192.168.0.1", 20, 1, "1:tz/fHIDUHs19NkixVVoOZywde+I="},
	{58, "fe80:1:203:405:607:809:a0b:c0d", "fe80:1011:1213:1415:1617:1819:1a1b:1c1d", 128, 0, "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="},
	{58, "fe80:1011:1213:1415:1617:1819:1a1b:1c1d", "fe80:1:203:405:607:809:a0b:c0d", 129, 0, "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="},
	{58, "fe80:1:203:405:607:809:a0b:c0d", "fe80:1011:1213:1415:1617:1819:1a1b:1c1d", 146, 0, "1:fYC8+pz24E+EhANP1EZhpX0Dw10="},
	{58, "fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 135, 0, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="},
	{58, "fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 136, 0, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="},
	{58, "fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 135, 0, "1:zavyT/cezQr1fmImYCwYnMXbgck="},
	{58, "fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 136, 0, "1:zavyT/cezQr1fmImYCwYnMXbgck="},
	{58, "3ffe:501:1800:2345::2", "3ffe:507:0:1:200:86ff:fe05:80da", 3, 0, "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="},
	{58, "3ffe:501:410:0:2c0:dfff:fe47:33e", "3ffe:507:0:1:200:86ff:fe05:80da", 1, 4, "1:hLZd0XGWojozrvxqE0dWB1iM6R0="},
	{58, "3ffe:507:0:1:200:86ff:fe05:80da", "3ffe:501:0:1001::2", 128, 0, "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="},
	{58, "3ffe:501:0:1802:260:97ff:feb6:7ff0", "3ffe:507:0:1:200:86ff:fe05:80da", 3, 0, "1:bnQKq8A2r//dWnkRW2EYcMhShjc="},
	{58, "3ffe:507:0:1:200:86ff:fe05:80da", "3ffe:507:0:1:260:97ff:fe07:69ea", 3, 0, "1:/OGBt9BN1ofenrmSPWYicpij2Vc="},
	{58, "fe80::200:86ff:fe05:80da", "ff02::2", 133, 0, "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="},
	{58, "fe80::260:97ff:fe07:69ea", "ff02::1", 134, 0, "1:pkvHqCL88/tg1k4cPigmZXUtL00="},
}

// transportOf makes what follows the IP header of a protocol.
func transportOf(proto byte, from, to uint16) []byte {
	switch proto {
	case 6:
		return tcp(from, to, 1, 2)
	case 17:
		return udp(from, to)
	case 132:
		return ported(from, to, 12)
	case 1, 58:
		return []byte{byte(from), byte(to), 0, 0, 0, 1, 0, 1}
	}
	return make([]byte, 8)
}

func TestCommunityIDsArePublishedOnes(t *testing.T) {
	for _, c := range communityIDs {
		src, dst := netip.MustParseAddr(c.src), netip.MustParseAddr(c.dst)
		rows := rowsOfFrames(t, nfstream.Config{Fields: []string{"community_id"}},
			rawFrame(1, rawIP(src, dst, c.proto, transportOf(c.proto, c.from, c.to))))
		require.Equal(t, []map[string]string{{"community_id": c.id}}, rows, "%+v", c)
	}
}

// A flow of ICMP has the ID of its first message that was captured, whichever way that goes.
func TestCommunityIDOfManyMessages(t *testing.T) {
	a, b := netip.MustParseAddr("192.168.0.89"), netip.MustParseAddr("192.168.0.1")
	request := rawIP(a, b, 1, transportOf(1, 8, 0))
	reply := rawIP(b, a, 1, transportOf(1, 0, 0))
	failure := rawIP(b, a, 1, transportOf(1, 3, 1))
	cut := rawFrame(1, request[:21])
	cut.Length = 28
	later := rawIP(a, b, 1, make([]byte, 8))
	later[6], later[7] = 0, 1 // a fragment after the first
	of := func(frames ...capture.Frame) string {
		rows := rowsOfFrames(t, nfstream.Config{Fields: []string{"community_id"}}, frames...)
		require.Len(t, rows, 1)
		return rows[0]["community_id"]
	}
	const ping = "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="
	require.Equal(t, ping, of(rawFrame(1, request), rawFrame(2, failure)))
	require.Equal(t, ping, of(rawFrame(1, reply), rawFrame(2, failure)))
	require.Equal(t, ping, of(cut, rawFrame(2, reply)))
	require.Equal(t, ping, of(rawFrame(1, later), rawFrame(2, reply)))
	require.Empty(t, of(cut))
	require.Equal(t, of(rawFrame(1, failure)), of(cut, rawFrame(2, failure), rawFrame(3, request)))
	self := rawIP(a, a, 1, transportOf(1, 8, 0))
	require.Equal(t, of(rawFrame(1, self)), of(rawFrame(1, rawIP(a, a, 1, transportOf(1, 0, 0)))))
}
