package categories

import (
	"slices"
	"strings"
)

// sign is a text of the catalogue that identifies an application.
type sign struct {
	text     string
	id       ID
	category Category
}

// BySubject returns the application of a certificate, by a common name, organisation or unit of its subject or
// issuer, exactly as in the certificate. It returns Unknown if the catalogue lacks the name. For the category see
// ByHost. It does not allocate.
func BySubject(name string) (ID, Category) { return bySign(subjects[:], name) }

// ByAgent returns the application of a product name in an HTTP user agent (RFC 9110, section 10.1.5), without the
// version. Otherwise it works like BySubject.
func ByAgent(product string) (ID, Category) { return bySign(agents[:], product) }

func bySign(signs []sign, text string) (ID, Category) {
	i, found := slices.BinarySearchFunc(signs, text, func(s sign, text string) int { return strings.Compare(s.text, text) })
	if !found {
		return Unknown, CategoryUnspecified
	}
	return signs[i].id, signs[i].category
}
