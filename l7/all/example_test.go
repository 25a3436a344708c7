package all_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/all"
)

func ExampleProtos() {
	for _, p := range all.Protos() {
		if p.ID == categories.SSH {
			fmt.Println(p.ID, p.Ports)
		}
	}
	// Output:
	// SSH [22]
}
