package categories

import (
	"iter"
	"strings"
)

// Categories yields all registered categories in ascending order, CategoryUnspecified first.
func Categories() iter.Seq[Category] {
	return func(yield func(Category) bool) {
		for i := range 1 << 8 {
			if c := Category(i); c.Registered() && !yield(c) {
				return
			}
		}
	}
}

// Registered reports whether the category is registered.
func (c Category) Registered() bool {
	return c == CategoryUnspecified || c.Name() != CategoryUnspecified.Name()
}

// CategoryByName returns the category with the given name, ignoring ASCII case.
func CategoryByName(name string) (Category, bool) {
	for c := range Categories() {
		if compareFolded(c.Name(), name) == 0 {
			return c, true
		}
	}
	return CategoryUnspecified, false
}

// BreedByName returns the breed with the given name, ignoring ASCII case. Spaces and slashes match underscores,
// because nDPI 4 writes Potentially Dangerous and Tracker/Ads.
func BreedByName(name string) (Breed, bool) {
	name = strings.NewReplacer(" ", "_", "/", "_").Replace(name)
	for b := BreedUnrated; b <= BreedTrackerAds; b++ {
		if compareFolded(b.Name(), name) == 0 {
			return b, true
		}
	}
	return BreedUnrated, false
}
