package tls

import (
	"bytes"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// testCertificate is self-signed by a key with the seed zero.
const testCertificate = "" +
	"308201433081f6a003020102020101300506032b65703035310b3009060355040613024e4f3110300e060355040a13074578" +
	"616d706c65311430120603550403130b6578616d706c652e6f72673020170d3230303130323033303430355a180f32303531" +
	"303130323033303430355a3035310b3009060355040613024e4f3110300e060355040a13074578616d706c65311430120603" +
	"550403130b6578616d706c652e6f7267302a300506032b65700321003b6a27bcceb6a42d62a3a8d02a6f0d73653215771de2" +
	"43a63ac048a18b59da29a329302730250603551d11041e301c820b6578616d706c652e6f7267820d2a2e6578616d706c652e" +
	"6f7267300506032b65700341002a2ee8404af6a48b2893652f3c74552225ec3c623cccee56e342d22967fdb5f80587687823" +
	"fc9346d7e832efd0c6c2fe6c6c234022c8d0bbace3d70b63615c0a"

func TestCertificate(t *testing.T) {
	der := unhex(t, testCertificate)
	c, err := ParseCertificate(der)
	require.NoError(t, err)
	require.Equal(t, "C=NO, O=Example, CN=example.org", c.Subject)
	require.Equal(t, c.Subject, c.Issuer)
	require.Equal(t, "example.org", c.CommonName)
	require.Equal(t, "example.org,*.example.org", c.ServerNames())
	require.Equal(t, time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), c.NotBefore)
	require.Equal(t, time.Date(2051, 1, 2, 3, 4, 5, 0, time.UTC), c.NotAfter)
	for n := range der {
		c, err := ParseCertificate(der[:n])
		require.ErrorIs(t, err, ErrMalformed, n)
		require.NotNil(t, c)
	}
}

func TestAttributeTexts(t *testing.T) {
	for _, c := range []struct {
		kind       tag
		data, want string
	}{
		{12, "Zürich", "Zürich"}, {12, "Z\xfcrich\x00", "Z\ufffdrich"}, {tagTeletexString, "Z\xfcrich", "Zürich"},
		{tagTeletexString, "Zürich", "Zürich"}, {tagBMPString, "\x00Z\x00\xfc\x20\xac", "Zü€"},
		{tagUniversalString, "\x00\x00\x00Z\x00\x01\xf6\x00\xff\xff\xff\xff\x00", "Z😀\ufffd"},
	} {
		require.Equal(t, c.want, attributeText([]byte(c.data), c.kind))
	}
}

func TestAlternativeNames(t *testing.T) {
	name := func(kind tag, value ...byte) []byte { return append([]byte{byte(kind), byte(len(value))}, value...) }
	six := append([]byte{0x20, 1, 0x0d, 0xb8}, make([]byte, 12)...)
	six[15] = 1
	list := slices.Concat(name(alternativeIPTag, 192, 0, 2, 1), name(alternativeDNSTag, []byte("Example.org")...),
		name(6|tagContext, []byte("https://a/")...), name(alternativeIPTag, six...), name(1|tagContext, []byte("a@b")...),
		name(alternativeIPTag, 192, 0, 2, 0, 255, 255, 255, 0), name(alternativeIPTag), name(alternativeIPTag, 0, 0, 0, 0))
	var c Certificate
	require.True(t, c.readAlternatives(append([]byte{byte(tagSequence), byte(len(list))}, list...)))
	require.Equal(t, "192.0.2.1,Example.org,2001:db8::1,0.0.0.0", c.ServerNames())
	require.Equal(t, []string{"Example.org"}, c.DNSNames)
	require.Equal(t, []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1"),
		netip.MustParseAddr("0.0.0.0")}, c.IPAddresses)
	var m metadata.Set
	c.Label(&m)
	require.Equal(t, "192.0.2.1,example.org,2001:db8::1,0.0.0.0", m.Certificate.Names)
	many := bytes.Repeat(name(alternativeIPTag, 1, 2, 3, 4), 2*MaxAlternativeNames)
	c = Certificate{}
	head := []byte{byte(tagSequence), 0x82, byte(len(many) >> 8), byte(len(many))}
	require.True(t, c.readAlternatives(append(head, many...)))
	require.Len(t, c.AlternativeNames, MaxAlternativeNames)
}

func TestCertificates(t *testing.T) {
	der := unhex(t, testCertificate)
	one := append(uint24(len(der)), der...)
	body := append(uint24(2*len(one)), append(one, one...)...)
	list, err := ParseCertificates(body)
	require.NoError(t, err)
	require.Equal(t, der, list.Leaf())
	list, err = ParseCertificates(body[:len(body)-1])
	require.ErrorIs(t, err, ErrMalformed)
	require.Equal(t, der, list.Leaf())
	list, err = ParseCertificates([]byte{0, 0, 0})
	require.NoError(t, err)
	require.Nil(t, list.Leaf())
}

func TestCertificateTime(t *testing.T) {
	for text, want := range map[string]string{
		"491231235959Z": "2049-12-31T23:59:59Z", "500101000000Z": "1950-01-01T00:00:00Z",
		"9912312359Z":       "1999-12-31T23:59:00Z",
		"200102030405+0200": "2020-01-02T01:04:05Z", "tomorrow": "0001-01-01T00:00:00Z",
	} {
		require.Equal(t, want, certificateTime(text, true).Format(time.RFC3339), text)
	}
}
