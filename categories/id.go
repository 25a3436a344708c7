package categories

import "iter"

// ID is a protocol or an application. Zero is Unknown. An id that is not registered is taken for Unknown everywhere.
type ID uint16

// FirstOwn is the first of the ids that this project gives out itself. Those below are the reference's, and stay free
// where the reference has none.
const FirstOwn ID = 1000

// Name returns the name of the protocol or application: "Unknown" for ids that are not registered.
func (id ID) Name() string {
	i := id.place()
	if i == 0 {
		return id.userRow().name
	}
	return rows[i].name
}

// String is Name.
func (id ID) String() string { return id.Name() }

// Category returns the category that is the default for the id: CategoryUnspecified for Unknown.
func (id ID) Category() Category {
	i := id.place()
	if i == 0 {
		return id.userRow().category
	}
	return rows[i].category
}

// Breed returns how welcome the protocol or application is in most networks: BreedUnrated for Unknown.
func (id ID) Breed() Breed {
	i := id.place()
	if i == 0 {
		return id.userRow().breed
	}
	return rows[i].breed
}

// IsNetwork reports whether the id is that of a protocol as such, rather than that of an application or service which
// protocols carry. Unknown counts as a protocol, and what users add does not.
func (id ID) IsNetwork() bool { return id.user() == nil && id.row().flags&isNetwork != 0 }

// IsHosting reports whether the id is that of an operator whose networks are rather those of its customers' services, as
// a cloud's or a content delivery network's are.
func (id ID) IsHosting() bool { return id.row().flags&isHosting != 0 }

// Transports returns the transports that the reference looks for the id on, which need not be all that it runs on: none
// for IP protocols such as OSPF and what users add.
func (id ID) Transports() Transport {
	if id.user() != nil {
		return 0
	}
	return Transport(id.row().flags) & (TransportTCP | TransportUDP)
}

// All yields every registered id in ascending order, Unknown first and those of users' names last.
func All() iter.Seq[ID] {
	return func(yield func(ID) bool) {
		for i := range rows {
			if !yield(rows[i].id) {
				return
			}
		}
		for id := FirstUser; id.user() != nil; id++ {
			if !yield(id) {
				return
			}
		}
	}
}
