package categories

// row is what is known of an id. The last row is not one's own: it is where names and ports end.
type row struct {
	name     uint16 // where it begins in names; it ends where the next row's begins
	tcp, udp uint16 // where its ports begin in ports; those of UDP end where the next row's of TCP begin
	category Category
	breed    Breed
	flags    uint8
}

// The flags of a row. The first two are the bits of Transport.
const (
	onTCP     = uint8(TransportTCP)
	onUDP     = uint8(TransportUDP)
	isHosting = 1 << 6
	isNetwork = 1 << 7
)

// row returns the index of the id's row: 0, that of Unknown, for ids that are not registered.
func (id ID) row() int { return rowOf(id, referenceRows, ownRows) }

// rowOf is row for a registry of so many rows of the reference's and then so many of the project's own.
func rowOf(id ID, reference, own int) int {
	i := int(id)
	if i < reference {
		return i
	}
	if i -= int(FirstOwn); i >= 0 && i < own {
		return reference + i
	}
	return 0
}

// idOf is the opposite of rowOf.
func idOf(row, reference int) ID {
	if row < reference {
		return ID(row)
	}
	return FirstOwn + ID(row-reference)
}
