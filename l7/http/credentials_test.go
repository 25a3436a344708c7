//go:build !tiny

package http_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestCredentials(t *testing.T) {
	for authorization, want := range map[string][2]string{
		"Basic dGVzdDoxOjM0":                 {"test", "1:34"},
		"basic  dGVzdDoxMjM0":                {"test", "1234"},
		"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==": {"Aladdin", "open sesame"},
		"Basic dGVzdA==":                     {"test", ""},
		"Basic !!!":                          {"", ""},
		"Bearer abc":                         {"", ""},
		"":                                   {"", ""},
		`Digest realm="a, username=b", username="Mufasa", uri="/"`: {"Mufasa", ""},
		`Digest username=a;b`: {"a", ""},
		`Digest username="a`:  {"a", ""},
	} {
		user, password := http.Credentials([]byte(authorization))
		require.Equal(t, want, [2]string{string(user), string(password)}, authorization)
	}
}

func TestFileName(t *testing.T) {
	for disposition, want := range map[string]string{
		`attachment; filename="a b.exe"`: "a b.exe", "attachment;filename=a.exe": "a.exe", "attachment": "",
		"attachment; filename*=UTF-8''na%C3%AFve.txt": "na%C3%AFve.txt", "inline; name=a; filename*=b": "b",
	} {
		require.Equal(t, want, string(http.FileName([]byte(disposition))), disposition)
	}
}

const withUser = "GET http://bob:secret@a.example/x HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n" +
	"Authorization: Basic dGVzdDoxMjM0\r\n\r\n"

// Passwords are kept only if that is asked for.
func TestPasswords(t *testing.T) {
	for _, keep := range []bool{false, true} {
		tables := l7.Compile(http.Protos())
		want := http.Rare{User: "test", ForwardedFor: "192.0.2.1, 192.0.2.2", File: "a.zip"}
		url := "http://bob@a.example/x"
		if keep {
			tables.KeepPasswords()
			url, want.Password = "http://bob:secret@a.example/x", "1234"
		}
		k := l7test.NewTalk(l7.NewEngine(tables, l7.Limits{TCP: 32}), l7.TCP, 40000, 80)
		k.Turns(withUser, "HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=a.zip\r\n"+
			"Content-Length: 5\r\n\r\nabcde")
		k.End()
		require.Equal(t, want, *metadata.Get[http.Rare](k.Metadata))
		require.Equal(t, url, metadata.Get[http.Metadata](k.Metadata).URL)
		require.EqualValues(t, 5, metadata.Get[http.Metadata](k.Metadata).ContentLength)
	}
}
