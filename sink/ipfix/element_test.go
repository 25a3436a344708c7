package ipfix

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func unhex(text string) []byte {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		panic(err)
	}
	return b
}

// The examples of RFC 7011, appendix A: templates and the records that they describe.
func TestRFC7011(t *testing.T) {
	plain := func(id, length uint16) element { return element{id: id, length: length} }
	v4 := newTemplate(256, []element{plain(8, 4), plain(12, 4), plain(15, 4), plain(2, 4), plain(1, 4)})
	require.Equal(t, unhex("0100 0005 0008 0004 000c 0004 000f 0004 0002 0004 0001 0004"), v4.describe(nil)) // A.2.1
	own := newTemplate(257, []element{plain(8, 4), plain(12, 4), {enterprise: 32473, id: 15, length: 4}, plain(2, 4), plain(1, 4)})
	require.Equal(t, unhex("0101 0005 0008 0004 000c 0004 800f 0004 00007ed9 0002 0004 0001 0004"), own.describe(nil)) // A.2.2
	options := newTemplate(258, []element{plain(141, 4), plain(41, 2), plain(42, 2)})
	options.scope = 1
	require.Equal(t, unhex("0102 0003 0001 008d 0004 0029 0002 002a 0002"), options.describe(nil)) // A.4.1

	// A.3: a data set of three records.
	m := &message{}
	m.reset(headerIPFIX)
	for _, r := range []string{"c000020c c00002fe c0000201 00001391 00516e20", "c000021b c0000217 c0000202 0000034a 0005a9fa",
		"c0000238 c0000241 c0000203 00000005 00001a05"} {
		m.add(&v4, unhex(r), 1)
	}
	m.close()
	m.stamp(0x4f0a1b2c, 7, 9)
	require.Equal(t, "000a0050"+"4f0a1b2c"+"00000007"+"00000009"+"01000040", hex.EncodeToString(m.data[:20]))
	require.Equal(t, 3, m.records)

	// A.5: lengths of variable ones.
	require.Equal(t, unhex("05 4C6F72656D"), lengthOf(append([]byte{0}, "Lorem"...), 1))
	long := strings.Repeat("x", 1000)
	require.Equal(t, append(unhex("ff 03e8"), long...), lengthOf(append([]byte{0}, long...), 1))
	require.Equal(t, unhex("fe"), lengthOf(append([]byte{0}, long[:254]...), 1)[:1])
	require.Equal(t, unhex("ff 00ff"), lengthOf(append([]byte{0}, long[:255]...), 1)[:3])
	huge := append([]byte{0}, strings.Repeat("é", 40_000)...)
	require.Len(t, lengthOf(huge, 1), 3+65534)
}

// A reverse element has the enterprise number of RFC 5103, section 6.1, and the number of the forward one.
func TestRFC5103(t *testing.T) {
	e := number(1, unsigned64, nil)
	r := newTemplate(256, []element{e, reversed(e)})
	require.Equal(t, unhex("0100 0002 0001 0008 8001 0008 00007279"), r.describe(nil))
}

// The application identifiers of RFC 6759, section 4.
func TestRFC6759(t *testing.T) {
	maker := &settings{engine: engineMaker}
	require.Equal(t, unhex("0d 00050000"), maker.appendApplication(nil, 0x50000))
	other := &settings{engine: engineEnterprise, enterprise: 9}
	require.Equal(t, unhex("14 00000009 00002710"), other.appendApplication(nil, 10000))
	for _, s := range []*settings{maker, other} {
		require.Len(t, s.appendApplication(nil, 1), int(s.applicationLength()))
	}
}

func TestTimes(t *testing.T) {
	for _, ns := range []int64{0, 1, 999_999_999, 1_436_721_000_123_456_789, -1, -1_000_000_001, 2_085_978_495_999_999_999} {
		require.Equal(t, ns, ntp(appendNTP(nil, ns)), "%d", ns)
	}
	require.Equal(t, unhex("83aa7e80 00000000"), appendNTP(nil, 0))
	require.EqualValues(t, -1, floorMillis(-1))
	require.EqualValues(t, -1, floorMillis(-1_000_000))
	require.EqualValues(t, 1, floorMillis(1_999_999))
}

// A set of records that are shorter than padding has none.
func TestPadding(t *testing.T) {
	short := newTemplate(256, []element{{id: 4, length: 1}})
	m := &message{}
	m.reset(headerIPFIX)
	m.add(&short, []byte{6}, 1)
	m.close()
	require.Len(t, m.data, headerIPFIX+5)
	longer := newTemplate(257, []element{{id: 7, length: 2}, {id: 11, length: 2}, {id: 4, length: 1}})
	m.add(&longer, []byte{1, 2, 3, 4, 5}, 1)
	m.close()
	require.Len(t, m.data, headerIPFIX+5+4+5+2) // to a multiple of four
}

func TestURLs(t *testing.T) {
	for url, want := range map[string]string{
		"ipfix://collector":                  "udp collector:4739",
		"ipfix://192.0.2.1:2055/":            "udp 192.0.2.1:2055",
		"IPFIX+TCP://[2001:db8::1]":          "tcp [2001:db8::1]:4739",
		"ipfix+tcp://[2001:db8::1]:99?pen=1": "tcp [2001:db8::1]:99",
		"ipfix+tls://collector":              "tcp collector:4740",
	} {
		s, err := parse(url, Options{})
		require.NoError(t, err)
		require.Equal(t, want, s.network+" "+s.address)
	}
	for _, bad := range []string{"ipfix://", "ipfix://:99", "ipfix://h:0", "ipfix://h:65536", "ipfix://h:x", "ipfix://::1", "ipfix://[::1",
		"ipfix://[]:1", "ipfix://h]x:1", "ipfix://a@b", "http://h", "ipfix://h?", "ipfix://h?pen=0", "ipfix://h?pen=-1", "ipfix://h?mtu=65536",
		"ipfix://h?mtu=1", "ipfix://h?biflow=maybe", "ipfix://h?time=us", "ipfix://h?nonsense=1", "ipfix://h?engine=14", "ipfix://h?rate="} {
		if bad == "ipfix://h?" {
			require.NoError(t, Check(bad))
			continue
		}
		require.Error(t, Check(bad), bad)
	}
	require.EqualError(t, Check("ipfix://h?mtu=1"), `ipfix://h?mtu=1: mtu is "1": want a number in range (want 300 to 65507)`)
	_, err := parse("ipfix+tcp://h", Options{V9: true})
	require.ErrorContains(t, err, "over UDP only")
	_, err = parse("ipfix://h?biflow=yes", Options{V9: true})
	require.ErrorContains(t, err, "no biflows")
	_, err = Open("ipfix+tls://h", nil, Options{})
	require.ErrorContains(t, err, "no TLS")
	rest, values := Take("ipfix+tls://h?ca=x&pen=1&key=y&mtu=500", "ca", "key")
	require.Equal(t, "ipfix+tls://h?pen=1&mtu=500", rest)
	require.Equal(t, map[string]string{"ca": "x", "key": "y"}, values)
}
