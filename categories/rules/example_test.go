package rules_test

import (
	"fmt"
	"net/netip"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
)

// Load reads the same rules from files.
func ExampleParse() {
	set, err := rules.Parse([]byte("DocsIntranet\n  category  Cloud\n  hosts     intranet.example\n  networks  192.0.2.0/24\n"),
		"own.txt", rules.Stanzas)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := set.Host("wiki.intranet.example")
	fmt.Println(m.Found(), m.App, m.App.Category())
	m = set.Network(netip.MustParseAddr("192.0.2.7"), categories.TransportTCP, 443)
	for _, o := range set.Origins(m) {
		fmt.Printf("%s:%d: %s %s\n", o.File, o.Line, o.Kind, o.Text)
	}
	// Output:
	// true DocsIntranet Cloud
	// own.txt:4: network 192.0.2.0/24
}
