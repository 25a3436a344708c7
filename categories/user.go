package categories

import (
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
)

// Ids and categories of names that users add. They are assigned in order of registration and valid for the lifetime
// of the process.
const (
	FirstUser         ID       = 20000
	FirstUserCategory Category = 200

	MaxUser         = 1 << 14 // maximum number of application names
	MaxUserCategory = 256 - int(FirstUserCategory)
	MaxName         = 64 // maximum bytes of a name
)

// ErrRegistry is wrapped by the errors of Register and RegisterCategory.
var ErrRegistry = errors.New("cannot register a name")

// userRow holds the properties of a name that a user added. It is immutable.
type userRow struct {
	name     string
	category Category
	breed    Breed
}

// users is the registry of names that users added. Rows and slots are read without a lock: a slot is set after its
// row.
var users struct {
	writing    sync.Mutex
	count      int
	rows       [MaxUser]atomic.Pointer[userRow]
	slots      [2 * MaxUser]atomic.Uint32 // indexes into rows plus 1, by the hash of the lower-case name
	categories [MaxUserCategory]atomic.Pointer[string]
}

var userSeed = maphash.MakeSeed()

// Register returns the id of an application's name, ignoring case. A new name gets the next free id from FirstUser. A
// registered name keeps its id and gets the category and breed of the latest call. Built-in names do not change. A
// name has at most MaxName bytes of printable ASCII, without dots, commas, quotes and backslashes, and without
// leading or trailing spaces.
func Register(name string, category Category, breed Breed) (ID, error) {
	if err := CheckName(name); err != nil {
		return Unknown, err
	}
	users.writing.Lock()
	defer users.writing.Unlock()
	id, known := ByName(name)
	switch {
	case known && id == Unknown:
		return Unknown, fmt.Errorf("%w: %q is reserved", ErrRegistry, name)
	case known && id < FirstUser:
		return id, nil
	case known:
		row := *id.user()
		row.category, row.breed = category, breed
		users.rows[id-FirstUser].Store(&row)
		return id, nil
	case users.count == MaxUser:
		return Unknown, fmt.Errorf("%w: the limit of %d names is reached", ErrRegistry, MaxUser)
	}
	id = FirstUser + ID(users.count)
	users.rows[users.count].Store(&userRow{strings.Clone(name), category, breed})
	users.count++
	slot, _ := userSlot(name)
	users.slots[slot].Store(uint32(users.count))
	return id, nil
}

// CheckName returns an error if Register and RegisterCategory do not accept the name.
func CheckName(name string) error {
	switch {
	case name == "" || strings.TrimSpace(name) != name:
		return fmt.Errorf("%w: %q is empty or has leading or trailing spaces", ErrRegistry, name)
	case len(name) > MaxName:
		return fmt.Errorf("%w: %.20q... has more than %d bytes", ErrRegistry, name, MaxName)
	}
	for i := range len(name) {
		if c := name[i]; c < ' ' || c > '~' || strings.IndexByte(".,\"'`\\", c) >= 0 {
			return fmt.Errorf("%w: %q contains %q", ErrRegistry, name, c)
		}
	}
	return nil
}

var unknownRow = userRow{name: "Unknown"}

// userRow returns the row of a user's name, or an empty one for unregistered ids.
func (id ID) userRow() *userRow {
	if u := id.user(); u != nil {
		return u
	}
	return &unknownRow
}

// user returns the row of a user's name, or nil.
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

// userByName is ByName for names that users added.
func userByName(name string) (ID, bool) {
	if len(name) > MaxName {
		return Unknown, false
	}
	if _, place := userSlot(name); place != 0 {
		return FirstUser + ID(place-1), true
	}
	return Unknown, false
}

// userSlot returns the slot of a name of at most MaxName bytes and its value, or the free slot for it and 0. At least
// half of the slots are free.
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

// RegisterCategory returns the category of a name. A new name gets the next free number from FirstUserCategory.
// Otherwise it works like Register.
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
	return CategoryUnspecified, fmt.Errorf("%w: the limit of %d categories is reached", ErrRegistry, MaxUserCategory)
}
