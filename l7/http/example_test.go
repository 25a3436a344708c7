package http_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/l7/http"
)

func Example() {
	payload := []byte("GET /index.html HTTP/1.1\r\nHost: www.example.com:8080\r\n" +
		"User-Agent: Mozilla/5.0 (Linux; Android 9; Nokia 2.2)\r\n\r\n")
	var r http.Request
	if _, err := r.Parse(payload); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %s\n", r.Method, r.AppendURL(nil))
	fmt.Printf("host %s\n", r.Hostname())
	fmt.Println(http.OperatingSystem(string(r.UserAgent)))
	// Output:
	// GET www.example.com:8080/index.html
	// host www.example.com
	// Android 9
}

func ExampleResponse() {
	payload := []byte("HTTP/1.1 301 Moved Permanently\r\nServer: nginx\r\nLocation: https://www.example.com/\r\n" +
		"Content-Length: 0\r\n\r\n")
	var r http.Response
	if _, err := r.Parse(payload); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d by %s to %s\n", r.Status, r.Server, r.Location)
	for f := r.Fields; f.Next(); {
		fmt.Printf("%s is %s\n", f.Name, f.Value)
	}
	// Output:
	// 301 by nginx to https://www.example.com/
	// Server is nginx
	// Location is https://www.example.com/
	// Content-Length is 0
}

// Segments of a TCP connection split messages anywhere.
func ExampleReader() {
	segments := []string{
		"HTTP/1.1 200 OK\r\nContent-Type: text/html; char", "set=utf-8\r\nContent-Length: 11\r\n\r\nhello ",
		"worldHTTP/1.1 304 Not Modified\r\n\r\n",
	}
	var r http.Reader
	for _, segment := range segments {
		rest, event := r.Next([]byte(segment))
		for ; event == http.IsResponse; rest, event = r.Next(rest) {
			fmt.Printf("%d %s\n", r.Response.Status, http.MediaType(r.Response.ContentType))
		}
	}
	// Output:
	// 200 text/html
	// 304
}

func ExampleH2Reader() {
	var r http.H2Reader
	data := h2Client()
	for len(data) > 0 {
		var event http.Event
		if data, event = r.Next(data); event == http.IsRequest {
			fmt.Println(r.Head.Method, r.Head.Authority+r.Head.Path)
		}
	}
	// Output:
	// POST example.com/rpc
	// GET example.com/
}
