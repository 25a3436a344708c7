// Package categories is the registry of protocols, applications and categories. Look up an ID by name, host, address
// or port with ByName, ByHost, ByAddress and DefaultPort. Methods of ID return its name, category, breed and ports.
//
// The ids and names below FirstOwn are those of nDPI 5.0, so that labels can be compared. Ids from FirstOwn are the
// project's own, in a block for each family of protocols. Users add names with Register and RegisterCategory. The
// registry is in protocols.tsv and categories.tsv. Constants and tables are generated from them; they need no
// initialisation. All functions are safe for concurrent use.
package categories

//go:generate go run ./internal/gen

// Category is the purpose of a protocol or an application. Zero is CategoryUnspecified.
type Category uint8

// Name returns the category's name. An unknown number has the name of CategoryUnspecified.
func (c Category) Name() string {
	if c >= FirstUserCategory {
		if name := users.categories[c-FirstUserCategory].Load(); name != nil {
			return *name
		}
	}
	if int(c) < len(categoryStarts)-1 {
		if name := categoryNames[categoryStarts[c]:categoryStarts[c+1]]; name != "" {
			return name
		}
	}
	return categoryNames[:categoryStarts[1]]
}

// String returns Name.
func (c Category) String() string { return c.Name() }
