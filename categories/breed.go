package categories

// Breed rates how acceptable a protocol or an application is in most networks.
type Breed uint8

// The breeds.
const (
	BreedUnrated              Breed = iota
	BreedSafe                       // encrypted, or harmless
	BreedAcceptable                 // useful, neither safe nor unsafe
	BreedFun                        // entertainment
	BreedUnsafe                     // has a safer alternative
	BreedPotentiallyDangerous       // often unwanted
	BreedDangerous                  // known to be exploited
	BreedTrackerAds                 // tracks users, or shows them advertisements
)

// Name returns the breed's name, such as "Potentially_Dangerous". An unknown number has the name of BreedUnrated.
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

// String returns Name.
func (b Breed) String() string { return b.Name() }
