package http_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func shortTalk() *l7test.Talk {
	e := l7.NewEngine(l7.Compile(http.Protos()), l7.Limits{TCP: 5})
	return l7test.NewTalk(e, l7.TCP, 40000, 80)
}

const created = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n"

// The response is read however long what is sent before it; of that nothing is looked at.
func TestResponseBehindAnUpload(t *testing.T) {
	for _, head := range []string{
		"POST /up HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100000\r\n\r\n",
		"PUT /up HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n",
		"POST /up HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n",
	} {
		for _, size := range []int{7, 1000} {
			k := shortTalk()
			k.Segments(0, []byte(head), size)
			k.Segments(0, []byte(strings.Repeat("z", 100000)), 1000)
			require.False(t, k.Flow.Decided())
			require.False(t, k.Flow.Wants(0))
			k.Segments(1, []byte(created), size)
			require.True(t, k.Flow.Decided())
			require.EqualValues(t, 201, metadata.Get[http.Metadata](k.Metadata).Status)
			require.Equal(t, "application/json", metadata.Get[http.Metadata](k.Metadata).ContentType)
			require.Equal(t, "a.example", k.Metadata.ServerName)
		}
	}
}

func TestLongHeadsInSmallSegments(t *testing.T) {
	k := shortTalk()
	cookie := strings.Repeat("c", 8000)
	k.Segments(0, []byte("GET / HTTP/1.1\r\nCookie: "+cookie+"\r\nHost: a.example\r\n\r\n"), 100)
	k.Segments(1, []byte("HTTP/1.1 200 OK\r\nSet-Cookie: "+cookie+"\r\nContent-Type: text/html\r\n\r\n"), 100)
	require.True(t, k.Flow.Decided())
	require.Equal(t, "a.example", k.Metadata.ServerName)
	require.Equal(t, "text/html", metadata.Get[http.Metadata](k.Metadata).ContentType)
}

// Of a head that is too long, what the lines before say counts, and the answer is read.
func TestHeadThatIsTooLong(t *testing.T) {
	for _, size := range []int{1 << 16, 1000} {
		k := shortTalk()
		k.Segments(0, []byte("GET / HTTP/1.1\r\nHost: a.example\r\nCookie: "+strings.Repeat("c", http.MaxLine)+"\r\n\r\n"), size)
		k.Say(1, []byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
		require.True(t, k.Flow.Decided())
		require.Equal(t, "a.example", k.Metadata.ServerName)
		require.EqualValues(t, 400, metadata.Get[http.Metadata](k.Metadata).Status)
	}
}

// Nothing that is no head keeps a connection under inspection.
func TestInspectionEnds(t *testing.T) {
	for _, turns := range [][]string{
		{"GET / HTTP/1.1\r\n\r\n", "\x00\x01"}, {strings.Repeat("GET / HTTP/1.1\r\n\r\n", 2)}, {"", "HTTP/1.1 200 OK\r\n\r\n"},
		{"CONNECT a:1 HTTP/1.1\r\n\r\n", "HTTP/1.1 503 No\r\n\r\n"},
	} {
		k := shortTalk()
		k.Turns(turns...)
		for range 10 {
			k.Say(0, []byte{0, 1})
		}
		require.True(t, k.Flow.Decided(), "%q", turns)
	}
}

func TestResponseBehindAnUploadOfHTTP2(t *testing.T) {
	const settings, headers = "\x00\x00\x00\x04\x00\x00\x00\x00\x00", "\x00\x00\x03\x01\x04\x00\x00\x00\x01\x83\x84\x86"
	k := shortTalk()
	k.Say(0, []byte(http.Preface+settings+headers))
	k.Say(1, []byte(settings))
	for range 30 {
		k.Say(0, []byte("\x00\x03\xe8\x00\x00\x00\x00\x00\x01"+strings.Repeat("z", 1000)))
	}
	require.False(t, k.Flow.Decided())
	k.Say(1, []byte("\x00\x00\x01\x01\x05\x00\x00\x00\x01\x88"))
	require.True(t, k.Flow.Decided())
	require.EqualValues(t, 200, metadata.Get[http.Metadata](k.Metadata).Status)
	require.Equal(t, "POST", metadata.Get[http.Metadata](k.Metadata).Method)
}
