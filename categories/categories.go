// Package categories is the registry of protocols, applications and categories: their ids, names and default ports.
//
// The ids and names below FirstOwn are those of nDPI 5.0, so that labels of both can be compared. The registry is
// protocols.tsv and categories.tsv; constants and tables are generated from them, and cost nothing at start-up. Own ids
// have a block of numbers for each family of protocols. All functions may be called by several goroutines at once. Users
// add names with Register and RegisterCategory.
package categories

//go:generate go run ./internal/gen

// Category says what kind of use a protocol or an application is of. Zero is CategoryUnspecified.
type Category uint8

// Name returns the category's name, and that of CategoryUnspecified for numbers that are no category.
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

// String is Name.
func (c Category) String() string { return c.Name() }
