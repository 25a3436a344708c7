//go:build !tiny && !nfstream_no_injection && !mips && !mipsle && !mips64 && !mips64le

package injection

import "github.com/corazawaf/libinjection-go"

// Known reports whether SQL and XSS know anything: builds for small machines have no tokenizer.
const Known = true

// SQL reports whether a decoded text is SQL that was injected.
func SQL(text string) bool {
	is, _ := libinjection.IsSQLi(text)
	return is
}

// XSS reports whether a decoded text is a script that was injected into HTML.
func XSS(text string) bool { return libinjection.IsXSS(text) }
