package wavelet_test

import (
	"context"
	"fmt"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/plugins/wavelet"
)

// Features of two levels: three vectors of coefficients in each direction.
func ExampleNew() {
	s, err := nfstream.Open("../../testdata/http.pcap", nfstream.Config{
		Plugins: []nfstream.Plugin{wavelet.New(wavelet.Config{Levels: 2})},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		columns := s.Columns()
		for _, c := range columns[len(columns)-3:] {
			fmt.Println(c.Name, c.Text(flow) != "")
		}
		break // ends the run
	}
	// Output:
	// b_S_k_0 true
	// b_S_k_1 true
	// b_S_k_2 true
}
