package web

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// serve starts a server with two paths.
func serve(t *testing.T, address string) (*Server, *Listener) {
	t.Helper()
	l, err := Listen(address)
	require.NoError(t, err)
	s := &Server{Paths: map[string]func() Answer{
		"/good": func() Answer { return Answer{Type: "text/plain", Body: []byte("good\n")} },
		"/bad":  func() Answer { return Answer{Type: "text/plain", Body: []byte("bad\n"), Bad: true} },
	}}
	s.Start(l)
	t.Cleanup(func() { _ = s.Close() })
	return s, l
}

func dial(l *Listener) (net.Conn, error) {
	if path, ok := strings.CutPrefix(l.Address(), "unix:"); ok {
		return net.Dial("unix", path)
	}
	return net.Dial("tcp", l.Address())
}

// say sends a text and returns the response.
func say(t *testing.T, l *Listener, text string) string {
	t.Helper()
	c, err := dial(l)
	require.NoError(t, err)
	defer c.Close()
	_, err = io.WriteString(c, text)
	require.NoError(t, err)
	got, _ := io.ReadAll(c)
	return string(got)
}

// The client of net/http understands the server.
func TestServe(t *testing.T) {
	_, l := serve(t, "127.0.0.1:0")
	for path, want := range map[string]string{"/good": "200 good\n", "/bad": "503 bad\n", "/none": "404 Not Found\n"} {
		r, err := http.Get("http://" + l.Address() + path)
		require.NoError(t, err)
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		require.Equal(t, want, fmt.Sprint(r.StatusCode, " ", string(body)))
	}
	r, err := http.Head("http://" + l.Address() + "/good")
	require.NoError(t, err)
	require.Equal(t, int64(5), r.ContentLength)
	r, err = http.Post("http://"+l.Address()+"/good", "text/plain", strings.NewReader("x"))
	require.NoError(t, err)
	require.Equal(t, 405, r.StatusCode)
	require.Equal(t, "GET, HEAD", r.Header.Get("Allow"))
	require.Contains(t, say(t, l, "GET /good HTTP/1.1\r\nHost: evil.example\r\n\r\n"), " 403 ")
	require.Contains(t, say(t, l, "nonsense\r\n\r\n"), " 400 ")
	require.Contains(t, say(t, l, strings.Repeat("x", maxHead)), " 431 ")
	require.Contains(t, say(t, l, "GET /good HTTP/1.0\r\n\r\n"), "\r\n\r\ngood\n")
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "socket")
	s, l := serve(t, "unix:"+path)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o660), info.Mode().Perm())
	require.Contains(t, say(t, l, "GET /good HTTP/1.1\r\nHost: any.example\r\n\r\n"), "\r\n\r\ngood\n")
	_, err = Listen("unix:" + path)
	require.Error(t, err, "somebody listens")
	require.NoError(t, s.Close())
	require.NoFileExists(t, path)
}

func TestAbandonedSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "socket")
	old, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	old.SetUnlinkOnClose(false)
	require.NoError(t, old.Close())
	_, l := serve(t, "unix:"+path)
	require.Contains(t, say(t, l, "GET /good HTTP/1.0\r\n\r\n"), "good\n")

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = Listen("unix:" + file)
	require.Error(t, err)
	require.FileExists(t, file)
}

func TestAddresses(t *testing.T) {
	for _, address := range []string{"127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "localhost:80", "unix:/a"} {
		require.NoError(t, Check(address), address)
	}
	for _, address := range []string{"", ":80", "0.0.0.0:80", "[::]:80", "192.0.2.1:80", "[::1%lo]:80", "example.com:80", "127.0.0.1",
		"unix:", "unix:a", "[::ffff:192.0.2.1]:80", "localhost:http", "unix:@a"} {
		require.Error(t, Check(address), address)
		_, err := Listen(address)
		require.Error(t, err, address)
	}
}

// Silent clients do not delay Close, even if there are more than the server serves concurrently.
func TestCloseWithClients(t *testing.T) {
	s, l := serve(t, "127.0.0.1:0")
	var all sync.WaitGroup
	for range 3 * maxConnections {
		c, err := dial(l)
		require.NoError(t, err)
		defer c.Close()
		all.Go(func() { _, _ = c.Read(make([]byte, 1)) })
	}
	require.Eventually(t, func() bool { return len(s.slots) == maxConnections }, time.Minute, time.Millisecond)
	require.NoError(t, s.Close())
	all.Wait()
}
