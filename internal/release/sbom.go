package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The parts of a CycloneDX 1.5 bill of materials (ECMA-424) that are used.
type (
	bill struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Serial       string       `json:"serialNumber"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Timestamp string    `json:"timestamp"`
		Component component `json:"component"`
	}
	component struct {
		Type     string          `json:"type"`
		Ref      string          `json:"bom-ref"`
		Name     string          `json:"name"`
		Version  string          `json:"version"`
		Scope    string          `json:"scope,omitempty"`
		PURL     string          `json:"purl"`
		Licences []licenceChoice `json:"licenses"`
		Hashes   []hash          `json:"hashes,omitempty"`
		Parts    []component     `json:"components,omitempty"`
	}
	licenceChoice struct {
		Expression string `json:"expression"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	dependency struct {
		Ref string   `json:"ref"`
		On  []string `json:"dependsOn,omitempty"`
	}
)

const modulePath = "github.com/nfstream/nfstream-go"

// sbom describes a program of a release: its archives and the linked modules. The serial number is a hash of the rest, so
// that it is reproducible.
func (r *release) sbom(p *program, archives []file, modules []module) ([]byte, error) {
	b := bill{Format: "CycloneDX", Spec: "1.5", Version: 1}
	whole := newComponent("application", p.path(), r.version, "Apache-2.0")
	for _, a := range archives {
		whole.Parts = append(whole.Parts, component{Type: "file", Ref: a.name, Name: a.name, Version: r.version,
			PURL: whole.PURL + "?file_name=" + a.name, Licences: whole.Licences,
			Hashes: []hash{{"SHA-256", fmt.Sprintf("%x", sha256.Sum256(a.content))}}})
	}
	b.Metadata = metadata{r.time.Format(time.RFC3339), whole}
	all := dependency{Ref: whole.Ref}
	for _, m := range modules {
		c := newComponent("library", m.Path, strings.TrimPrefix(m.Version, "go"), m.licence)
		c.Scope = "required"
		b.Components = append(b.Components, c)
		all.On = append(all.On, c.Ref)
	}
	b.Dependencies = []dependency{all}
	text, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of version 8 (RFC 9562)
	b.Serial = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	text, err = json.MarshalIndent(b, "", "  ")
	return append(text, '\n'), err
}

func newComponent(kind, path, version, licence string) component {
	purl := "pkg:golang/" + path + "@" + version
	return component{Type: kind, Ref: purl, Name: path, Version: version, PURL: purl, Licences: []licenceChoice{{licence}}}
}
