package tls

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func newEngine(limit int) *l7.Engine {
	return l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: limit, UDP: limit})
}

func newFlow(e *l7.Engine) *l7test.Talk { return l7test.NewTalk(e, l7.TCP, 40000, 443) }

var (
	clientFlight = record(ContentHandshake, message(TypeClientHello, facebookHello))
	server13     = record(ContentHandshake, message(TypeServerHello,
		serverBody(0x0303, 0x1301, extension(43, codes(0x0304)), extension(51, codes(29)))))
	server12 = record(ContentHandshake, message(TypeServerHello,
		serverBody(0x0303, 0xc02f, extension(0xff01, []byte{0}))))
	cipherRecord = record(ContentChangeCipherSpec, []byte{1})
	secretRecord = record(ContentApplicationData, make([]byte, 300))
)

// certificateRecord is the record of a server with an unparsable certificate. Only its hash can be computed.
var certificateRecord = record(ContentHandshake,
	message(TypeCertificate, append([]byte{0, 0, 8}, 0, 0, 5, 0x30, 3, 2, 1, 7)))
