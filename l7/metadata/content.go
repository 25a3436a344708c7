package metadata

import "github.com/nfstream/nfstream-go/internal/magic"

// Content is a record of what the body of a message is, by how it begins. A session makes it only if l7.Ctx.LooksAtContent.
type Content struct {
	Kind magic.Kind
}
