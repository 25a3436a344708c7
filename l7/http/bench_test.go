package http_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7/http"
)

const browser = "GET /images/photo.jpg?size=large HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\n" +
	"User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
	"Chrome/120.0.0.0\r\nAccept: image/avif,image/webp,*/*;q=0.8\r\nReferer: http://www.example.com/\r\n" +
	"Accept-Encoding: gzip, deflate\r\n" +
	"Accept-Language: en-US,en;q=0.9\r\nCookie: id=0123456789abcdef0123456789abcdef; seen=1\r\n\r\n"

func BenchmarkMaybeRequest(b *testing.B) {
	data := []byte("\x16\x03\x01\x02\x00\x01")
	for b.Loop() {
		http.MaybeRequest(data)
	}
}

func BenchmarkRequest(b *testing.B) {
	data := []byte(browser)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var r http.Request
	for b.Loop() {
		r.Parse(data)
	}
}

func BenchmarkReader(b *testing.B) {
	data := []byte(browser)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var r http.Reader
	for b.Loop() {
		r.Next(data)
	}
}

func BenchmarkReaderInTwoParts(b *testing.B) {
	data := []byte(browser)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var r http.Reader
	for b.Loop() {
		r.Next(data[:200])
		r.Next(data[200:])
	}
}

func BenchmarkOperatingSystem(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		http.OperatingSystem("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0")
	}
}

func BenchmarkH2(b *testing.B) {
	data := h2Client()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		followH2(data, len(data))
	}
}
