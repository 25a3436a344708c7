package categories

// row holds the properties of an id.
type row struct {
	id       ID
	name     string
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

// row returns the id's row, that of Unknown for unregistered ids.
func (id ID) row() *row { return &rows[id.place()] }

// place returns the index of the id in rows, 0 for unregistered ids.
func (id ID) place() int { return placeOf(id, rows[:], referenceRows) }

// placeOf is place for rows sorted by id. The ids below reference have no gap.
func placeOf(id ID, rows []row, reference int) int {
	if int(id) < reference {
		return int(id)
	}
	low, high := reference, len(rows)
	for low < high {
		middle := (low + high) / 2
		switch at := rows[middle].id; {
		case id < at:
			high = middle
		case id > at:
			low = middle + 1
		default:
			return middle
		}
	}
	return 0
}
