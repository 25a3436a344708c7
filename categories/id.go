package categories

import "iter"

// ID identifies a protocol or an application. Zero is Unknown. Unregistered ids are treated as Unknown.
type ID uint16

// FirstOwn is the first id that this project assigns itself. Lower ids are reserved for the reference, nDPI 5.0.
const FirstOwn ID = 1000

// Name returns the name of the protocol or application, "Unknown" for unregistered ids.
func (id ID) Name() string {
	i := id.place()
	if i == 0 {
		return id.userRow().name
	}
	return rows[i].name
}

// String returns Name.
func (id ID) String() string { return id.Name() }

// Category returns the default category of the id, CategoryUnspecified for Unknown.
func (id ID) Category() Category {
	i := id.place()
	if i == 0 {
		return id.userRow().category
	}
	return rows[i].category
}

// Breed returns the breed of the protocol or application, BreedUnrated for Unknown.
func (id ID) Breed() Breed {
	i := id.place()
	if i == 0 {
		return id.userRow().breed
	}
	return rows[i].breed
}

// IsNetwork reports whether the id is a protocol and not an application or service that protocols carry. Unknown is a
// protocol; ids that users add are not.
func (id ID) IsNetwork() bool { return id.user() == nil && id.row().flags&isNetwork != 0 }

// IsHosting reports whether the id is an operator that hosts the services of customers, such as a cloud or a content
// delivery network.
func (id ID) IsHosting() bool { return id.row().flags&isHosting != 0 }

// Transports returns the transports on which the reference detects the id. The protocol may run on others too. It is
// 0 for IP protocols such as OSPF and for ids that users add.
func (id ID) Transports() Transport {
	if id.user() != nil {
		return 0
	}
	return Transport(id.row().flags) & (TransportTCP | TransportUDP)
}

// All yields all registered ids in ascending order, Unknown first and ids of users last.
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
