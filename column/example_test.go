package column_test

import (
	"fmt"

	"github.com/nfstream/nfstream-go/column"
)

// Names of columns and of groups select the columns of a row.
func ExampleSelect() {
	columns, err := column.Select([]string{"src_ip", "dst_port", "bidirectional_ip_bytes"}, nil, column.Options{})
	for _, c := range columns {
		fmt.Printf("%s %q\n", c.Name, c.Unit)
	}
	fmt.Println(err)
	_, err = column.Select([]string{"nothing_such"}, nil, column.Options{})
	fmt.Println(err != nil)
	// Output:
	// src_ip ""
	// dst_port ""
	// bidirectional_ip_bytes "bytes"
	// <nil>
	// true
}
