package categories

// Breed says how welcome a protocol or an application is in most networks.
type Breed uint8

// The breeds.
const (
	BreedUnrated              Breed = iota
	BreedSafe                       // encrypted, or harmless
	BreedAcceptable                 // of use, and neither safe nor unsafe as such
	BreedFun                        // for pastime
	BreedUnsafe                     // with a safer alternative
	BreedPotentiallyDangerous       // often unwanted
	BreedDangerous                  // known to be exploited
	BreedTrackerAds                 // tracks users, or shows them advertisements
)

// Name returns the breed's name, such as "Potentially_Dangerous": that of BreedUnrated for numbers that are no breed.
func (b Breed) Name() string {
	switch b {
	case BreedSafe:
		return "Safe"
	case BreedAcceptable:
		return "Acceptable"
	case BreedFun:
		return "Fun"
	case BreedUnsafe:
		return "Unsafe"
	case BreedPotentiallyDangerous:
		return "Potentially_Dangerous"
	case BreedDangerous:
		return "Dangerous"
	case BreedTrackerAds:
		return "Tracker_Ads"
	}
	return "Unrated"
}

// String is Name.
func (b Breed) String() string { return b.Name() }
