package categories_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/categories"
)

func ExampleByName() {
	id, ok := categories.ByName("quic")
	fmt.Println(ok, id, id.Category(), id.Breed())
	// Output:
	// true QUIC Web Acceptable
}

// The longest suffix of the catalogue names the application.
func ExampleByHost() {
	app, _ := categories.ByHost("edge-chat.signal.org")
	fmt.Println(app, app.Category())
	app, _ = categories.ByHost("www.example.com")
	fmt.Println(app)
	// Output:
	// Signal Chat
	// Unknown
}

func ExampleDefaultPort() {
	fmt.Println(categories.DefaultPort(categories.TransportTCP, 22), categories.DefaultPort(categories.TransportUDP, 53))
	// Output:
	// SSH DNS
}
