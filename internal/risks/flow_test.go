package risks_test

import (
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

const (
	request  = "GET / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: curl/8.5.0\r\n\r\n"
	response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
)

var flowCases = []riskstest.Case{
	{ID: risk.NonStandardPort, Fires: true, Detail: "HTTP on port 8000",
		Flow: riskstest.Flow{On: l7.TCP, Port: 8000, Turns: []string{request, response}}},
	{ID: risk.NonStandardPort, Flow: riskstest.Flow{On: l7.TCP, Port: 80, Turns: []string{request, response}}},
}
