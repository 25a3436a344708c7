package categories

import (
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
)

// The ids and categories of names that users add, in the order in which they are registered, for as long as the process
// runs.
const (
	FirstUser         ID       = 20000
	FirstUserCategory Category = 200

	MaxUser         = 1 << 14 // names of applications
	MaxUserCategory = 256 - int(FirstUserCategory)
	MaxName         = 64 // bytes of a name
)

// ErrRegistry is what the errors of Register and RegisterCategory wrap.
var ErrRegistry = errors.New("no name for the registry")

// userRow is what is known of a name that a user added. It does not change.
type userRow struct {
	name     string
	category Category
	breed    Breed
}

// users is the registry of users' names. Rows and slots are read without a lock: a slot is set after its row.
var users struct {
	writing    sync.Mutex
	count      int
	rows       [MaxUser]atomic.Pointer[userRow]
	slots      [2 * MaxUser]atomic.Uint32 // places in rows counted from 1, by the hash of the lower case name
	categories [MaxUserCategory]atomic.Pointer[string]
}

var userSeed = maphash.MakeSeed()

// Register returns the id of an application's name, in any case of its letters. A name that is new gets the next free
// id from FirstUser on; one that Register has given out before keeps its id, and takes the category and breed of the
// latest call. Names that the registry comes with keep what they have. A name is at most MaxName bytes of printable
// ASCII, without dots, commas, quotes and backslashes, and without spaces at its ends.
func Register(name string, category Category, breed Breed) (ID, error) {
	if err := CheckName(name); err != nil {
		return Unknown, err
	}
	users.writing.Lock()
	defer users.writing.Unlock()
	id, known := ByName(name)
	switch {
	case known && id == Unknown:
		return Unknown, fmt.Errorf("%w: %q is what is not known", ErrRegistry, name)
	case known && id < FirstUser:
		return id, nil
	case known:
		row := *id.user()
		row.category, row.breed = category, breed
		users.rows[id-FirstUser].Store(&row)
		return id, nil
	case users.count == MaxUser:
		return Unknown, fmt.Errorf("%w: there are %d names already", ErrRegistry, MaxUser)
	}
	id = FirstUser + ID(users.count)
	users.rows[users.count].Store(&userRow{strings.Clone(name), category, breed})
	users.count++
	slot, _ := userSlot(name)
	users.slots[slot].Store(uint32(users.count))
	return id, nil
}

// CheckName says what is wrong with a name for Register or RegisterCategory.
func CheckName(name string) error {
	switch {
	case name == "" || strings.TrimSpace(name) != name:
		return fmt.Errorf("%w: %q is empty, or has spaces at its ends", ErrRegistry, name)
	case len(name) > MaxName:
		return fmt.Errorf("%w: %.20q... has more than %d bytes", ErrRegistry, name, MaxName)
	}
	for i := range len(name) {
		if c := name[i]; c < ' ' || c > '~' || strings.IndexByte(".,\"'`\\", c) >= 0 {
			return fmt.Errorf("%w: %q has %q in it", ErrRegistry, name, c)
		}
	}
	return nil
}

var unknownRow = userRow{name: "Unknown"}

// userRow returns the row of a user's name, and one that says so for ids that nobody has registered.
func (id ID) userRow() *userRow {
	if u := id.user(); u != nil {
		return u
	}
	return &unknownRow
}

// user returns the row of a user's name, nil for other ids.
func (id ID) user() *userRow {
	if id < FirstUser {
		return nil
	}
	return userOf(int(id - FirstUser))
}

func userOf(place int) *userRow {
	if place >= MaxUser {
		return nil
	}
	return users.rows[place].Load()
}

// userByName is ByName for users' names.
func userByName(name string) (ID, bool) {
	if len(name) > MaxName {
		return Unknown, false
	}
	if _, place := userSlot(name); place != 0 {
		return FirstUser + ID(place-1), true
	}
	return Unknown, false
}

// userSlot returns the slot of a name of at most MaxName bytes and what it holds, or the free slot where it would be
// and 0. Half of the slots are free at least.
func userSlot(name string) (slot int, place uint32) {
	var folded [MaxName]byte
	for i := range len(name) {
		folded[i] = lower(name[i])
	}
	slot = int(maphash.Bytes(userSeed, folded[:len(name)]) % uint64(len(users.slots)))
	for ; ; slot = (slot + 1) % len(users.slots) {
		place = users.slots[slot].Load()
		if place == 0 || compareFolded(users.rows[place-1].Load().name, name) == 0 {
			return slot, place
		}
	}
}

// RegisterCategory returns the category of a name, as Register does: one that is new gets the next free number from
// FirstUserCategory on.
func RegisterCategory(name string) (Category, error) {
	if err := CheckName(name); err != nil {
		return CategoryUnspecified, err
	}
	users.writing.Lock()
	defer users.writing.Unlock()
	if c, known := CategoryByName(name); known {
		return c, nil
	}
	for i := range users.categories {
		if users.categories[i].Load() == nil {
			name = strings.Clone(name)
			users.categories[i].Store(&name)
			return FirstUserCategory + Category(i), nil
		}
	}
	return CategoryUnspecified, fmt.Errorf("%w: there are %d categories already", ErrRegistry, MaxUserCategory)
}
