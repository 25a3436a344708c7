package categories

import (
	"slices"
	"strings"
)

// sign is a text of the catalogue that tells an application.
type sign struct {
	text     string
	id       ID
	category Category
}

// BySubject returns the application that a certificate is for or from, by a common name, organisation or unit of its
// subject or issuer, as it is in the certificate: Unknown where the catalogue does not have it. The category is as
// ByHost's. It does not allocate.
func BySubject(name string) (ID, Category) { return bySign(subjects[:], name) }

// ByAgent returns the application of a product in the user agent of HTTP (RFC 9110, section 10.1.5), without its version,
// and otherwise as BySubject does.
func ByAgent(product string) (ID, Category) { return bySign(agents[:], product) }

func bySign(signs []sign, text string) (ID, Category) {
	i, found := slices.BinarySearchFunc(signs, text, func(s sign, text string) int { return strings.Compare(s.text, text) })
	if !found {
		return Unknown, CategoryUnspecified
	}
	return signs[i].id, signs[i].category
}
