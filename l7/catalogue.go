package l7

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// ByCatalogue identifies the application by the server's name, else by its certificate, else by the client's user agent. It
// is a LabelClassifier.
func ByCatalogue(_ categories.ID, m *metadata.Set) Answer {
	app, category := categories.ByHost(m.ServerName)
	a := Answer{App: app, Category: category}
	if a.App == 0 && m.Certificate != nil {
		a.orElse(byCertificate(m.Certificate))
	}
	if a.App == 0 && m.UserAgent != "" {
		a.orElse(byAgent(m.UserAgent))
	}
	return a
}

// orElse takes another answer if that has an application.
func (a *Answer) orElse(other Answer) {
	if other.App != 0 {
		*a = other
	}
}

// byCertificate asks for the certificate's names, and then for what its subject and issuer say. Providers of hosting put a name of
// theirs before those of the customer, which say more.
func byCertificate(c *metadata.Certificate) (provider Answer) {
	for name := range strings.SplitSeq(c.Names, ",") {
		switch app, category := categories.ByHost(strings.TrimPrefix(name, "*.")); {
		case app != 0 && !app.IsHosting():
			return Answer{App: app, Category: category}
		case provider.App == 0:
			provider = Answer{App: app, Category: category}
		}
	}
	if provider.App != 0 {
		return provider
	}
	if a := byName(c.Subject); a.App != 0 {
		return a
	}
	return byName(c.Issuer)
}

// byName asks for the attributes of a distinguished name, such as "O=Sonos, Inc, CN=example.com".
func byName(name string) Answer {
	for name != "" {
		var attribute string
		attribute, name = cutAttribute(name)
		key, value, _ := strings.Cut(attribute, "=")
		switch key {
		case "CN", "O", "OU":
		default:
			continue
		}
		app, category := categories.BySubject(value)
		if app == 0 && key == "CN" {
			app, category = categories.ByHost(strings.TrimPrefix(value, "*."))
		}
		if app != 0 {
			return Answer{App: app, Category: category}
		}
	}
	return Answer{}
}

// cutAttribute splits a distinguished name after its first attribute. The value of an attribute may hold commas.
func cutAttribute(name string) (attribute, rest string) {
	for i := 0; i < len(name); i++ {
		if name[i] != ',' {
			continue
		}
		next := strings.TrimLeft(name[i+1:], " ")
		if key, _, ok := strings.Cut(next, "="); ok && key != "" && !strings.ContainsAny(key, " ,") {
			return name[:i], next
		}
	}
	return name, ""
}

// maxProducts is how many words of a user agent are asked for.
const maxProducts = 32

// byAgent asks for the products of a user agent, such as Mozilla/5.0 (X11) Example/1.
func byAgent(agent string) Answer {
	for range maxProducts {
		var product string
		if product, agent = cutProduct(agent); product == "" {
			break
		}
		if app, category := categories.ByAgent(product); app != 0 {
			return Answer{App: app, Category: category}
		}
	}
	return Answer{}
}

// betweenProducts are the bytes that stand between the products of a user agent and their versions.
var betweenProducts = [256]bool{' ': true, '/': true, ';': true, ',': true, '(': true, ')': true}

// cutProduct returns the first product of a user agent, empty where there is none, and what follows.
func cutProduct(agent string) (product, rest string) {
	begin := 0
	for begin < len(agent) && betweenProducts[agent[begin]] {
		begin++
	}
	end := begin
	for end < len(agent) && !betweenProducts[agent[end]] {
		end++
	}
	return agent[begin:end], agent[end:]
}
