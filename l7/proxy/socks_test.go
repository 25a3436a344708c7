package proxy_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/proxy"
)

func TestRequests(t *testing.T) {
	for text, want := range map[string]proxy.Request{
		"\x04\x01\x00\x50\xc0\x00\x02\x01\x00": {Version: 4, Command: proxy.Connect, User: []byte{},
			Addr: netip.MustParseAddr("192.0.2.1"), Port: 80},
		"\x04\x02\x01\xbb\x00\x00\x00\x07me\x00a.example\x00": {Version: 4, Command: proxy.Bind, User: []byte("me"),
			Name: []byte("a.example"), Port: 443},
		"\x05\x01\x00\x01\xc0\x00\x02\x01\x00\x50": {Version: 5, Command: proxy.Connect,
			Addr: netip.MustParseAddr("192.0.2.1"), Port: 80},
		"\x05\x02\x00\x03\x01a\x01\xbb": {Version: 5, Command: proxy.Bind, Name: []byte("a"), Port: 443},
		"\x05\x03\x00\x04\x20\x01\x0d\xb8" + strings.Repeat("\x00", 11) + "\x01\x00\x00": {Version: 5,
			Command: proxy.Associate, Addr: netip.MustParseAddr("2001:db8::1")},
	} {
		var r proxy.Request
		n, err := r.Parse([]byte(text+"more"), text[0])
		require.NoError(t, err, "%q", text)
		require.Equal(t, len(text), n)
		require.Equal(t, want, r)
		for i := range len(text) {
			_, err := r.Parse([]byte(text[:i]), text[0])
			require.ErrorIs(t, err, proxy.ErrMore, "%q", text[:i])
		}
	}
}

func TestMalformedRequests(t *testing.T) {
	for _, text := range []string{
		"\x04\x03", "\x04\x01\x00\x00\xc0\x00\x02\x01\x00", "\x04\x01\x00\x50\x00\x01\x02\x03\x00",
		"\x04\x01\x00\x50\x00\x00\x00\x00\x00",
		"\x04\x01\x00\x50\xc0\x00\x02\x01a\x01", "\x04\x01\x00\x50\xc0\x00\x02\x01" + strings.Repeat("a", 256),
		"\x04\x01\x00\x50\x00\x00\x00\x01\x00\x00", "\x04\x01\x00\x50\x00\x00\x00\x01\x00a b\x00",
		"\x05\x00", "\x05\x04", "\x05\x01\x01", "\x05\x01\x00\x02", "\x05\x01\x00\x03\x00", "\x05\x01\x00\x03\x04a b",
	} {
		var r proxy.Request
		_, err := r.Parse([]byte(text), text[0])
		require.ErrorIs(t, err, proxy.ErrMalformed, "%q", text)
	}
}

const (
	none     = "\x05\x01\x00"
	password = "\x05\x01\x02"
	request  = "\x05\x01\x00\x03\x01a\x01\xbb"
	granted  = "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	refused  = "\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"
	request4 = "\x04\x01\x00\x50\xc0\x00\x02\x01\x00"
	granted4 = "\x00\x5a\x00\x00\x00\x00\x00\x00"
)

func TestDialogs(t *testing.T) {
	for _, c := range []struct {
		client, server string
		want           proxy.State
	}{
		{"", "", proxy.Begun}, {none, "", proxy.Begun}, {none, "\x05", proxy.Begun}, {none, "\x05\x00", proxy.Known},
		{none, "\x05\xff", proxy.Over}, {none, "\x05\x02", proxy.Malformed}, {none, "ok", proxy.Malformed},
		{none[:2], "\x05\x00", proxy.Malformed}, {"\x05\x00", "", proxy.Malformed},
		{"\x05\x64\x05\xc0\x01\x00\x0c", "", proxy.Malformed},
		{"\x05\x01\x01", "\x05\x01", proxy.Over}, {none + request[:4], "", proxy.Begun},
		{none + request, "", proxy.Known},
		{none + "\x16\x03", "", proxy.Malformed}, {none + "\x01", "", proxy.Malformed},
		{none + "\x16\x03", "\x05\x00", proxy.Malformed},
		{none + request, "\x05\x00", proxy.Known}, {none + request, "\x05\x00" + granted[:5], proxy.Known},
		{none + request, "\x05\x00" + granted, proxy.Carries}, {none + request, "\x05\x00" + refused, proxy.Over},
		{none + request, "\x05\x00\x05\x09", proxy.Malformed},
		{none + "\x05\x03\x00\x01\x00\x00\x00\x00\x00\x00", "\x05\x00" + granted, proxy.Over},
		{none + "\x05\x02" + request[2:], "\x05\x00" + granted, proxy.Known},
		{none + "\x05\x02" + request[2:], "\x05\x00" + granted + granted, proxy.Carries},
		{password, "\x05\x02", proxy.Known}, {password + "\x01\x01a", "\x05\x02", proxy.Known},
		{password + "\x01\x01a\x01b", "\x05\x02\x01", proxy.Known},
		{password + "\x01\x01a\x01b", "\x05\x02\x01\x01", proxy.Over},
		{password + "\x01\x01a\x01b", "\x05\x02\x05", proxy.Malformed},
		{password + "\x02", "\x05\x02", proxy.Malformed},
		{password + "\x01\x01a\x01b" + request, "\x05\x02\x01", proxy.Known},
		{password + "\x01\x01a\x01b" + request, "\x05\x02\x01\x00" + granted, proxy.Carries},
		{"", "\x05\x00", proxy.Begun}, {"", "\x05\x00" + granted, proxy.Carries},
		{"", "\x05\x02\x01\x00" + granted, proxy.Carries},
		{"", "\x05\x02\x01\x01", proxy.Malformed}, {"", "\x05\x00" + refused, proxy.Over},
		{"", "\x05\x00\x0b\x03", proxy.Malformed},
		{"", granted4, proxy.Malformed}, {request4, "", proxy.Begun}, {request4, "\x00", proxy.Begun},
		{request4, "ok", proxy.Malformed},
		{request4, granted4, proxy.Carries}, {request4, "\x00\x5b\x00\x00\x00\x00\x00\x00", proxy.Over},
		{request4[:5], granted4, proxy.Begun},
		{"\x04\x02" + request4[2:], granted4, proxy.Known},
		{"\x04\x02" + request4[2:], granted4 + granted4, proxy.Carries},
		{"\x03", "", proxy.Malformed},
	} {
		var d proxy.Dialog
		require.Equal(t, c.want, d.Parse([]byte(c.client), []byte(c.server)), "%q %q", c.client, c.server)
	}
}

// What is known of a part is known of the whole, and the dialog never claims bytes that are not there.
func FuzzDialog(f *testing.F) {
	f.Add([]byte(none+request), []byte("\x05\x00"+granted))
	f.Add([]byte(password+"\x01\x01a\x01b"+request), []byte("\x05\x02\x01\x00"+granted))
	f.Add([]byte(request4), []byte(granted4))
	f.Fuzz(func(t *testing.T, client, server []byte) {
		var d, part proxy.Dialog
		state := d.Parse(client, server)
		require.LessOrEqual(t, d.Client, len(client))
		require.LessOrEqual(t, d.Server, len(server))
		if state != proxy.Begun && state != proxy.Known {
			return
		}
		for n := range client {
			require.NotEqual(t, proxy.Carries, part.Parse(client[:n], nil))
		}
		for n := range server {
			before := part.Parse(client, server[:n])
			require.NotEqual(t, proxy.Malformed, before, "%d bytes of the server", n)
			require.LessOrEqual(t, before, state)
		}
	})
}
