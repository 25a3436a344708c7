package top

import "unicode"

// View is the user's selection of what to show.
type View struct {
	Source  string // name of the source
	Order   Order
	Filter  string
	Editing bool // keys edit the filter
	Paused  bool
	Over    bool // the source has ended
	Offset  int  // number of flows above the first line
}

// Key is a pressed key: a character, or one of the keys below.
type Key rune

// Keys other than characters.
const (
	KeyNone Key = -iota
	KeyUp
	KeyDown
	KeyPageUp
	KeyPageDown
	KeyHome
	KeyEnter
	KeyEscape
	KeyBackspace
	KeyInterrupt
)

const maxFilter = 64 // characters

// orderKeys are the keys of the orders, by Order.
const orderKeys = "rbpan"

// Press handles a key; page is the number of flows on a page. It reports whether the user quits.
func (v *View) Press(k Key, page int) (quit bool) {
	switch {
	case k == KeyInterrupt:
		return true
	case v.Editing:
		v.edit(k)
		return false
	case k == 'q':
		return true
	case k == ' ':
		v.Paused = !v.Paused && !v.Over
	case k == '/':
		v.Editing = true
	case k == KeyEscape:
		v.Filter, v.Offset = "", 0
	case k == 's':
		v.Order, v.Offset = (v.Order+1)%numOrders, 0
	default:
		v.move(k, page)
	}
	return false
}

func (v *View) move(k Key, page int) {
	switch k {
	case KeyUp, 'k':
		v.Offset--
	case KeyDown, 'j':
		v.Offset++
	case KeyPageUp:
		v.Offset -= page
	case KeyPageDown:
		v.Offset += page
	case KeyHome:
		v.Offset = 0
	}
	v.Offset = max(v.Offset, 0)
	for i, c := range orderKeys {
		if k == Key(c) {
			v.Order, v.Offset = Order(i), 0
		}
	}
}

func (v *View) edit(k Key) {
	v.Offset = 0
	text := []rune(v.Filter)
	switch {
	case k == KeyEnter:
		v.Editing = false
	case k == KeyEscape:
		v.Editing, text = false, nil
	case k == KeyBackspace && len(text) > 0:
		text = text[:len(text)-1]
	case k > 0 && unicode.IsPrint(rune(k)) && len(text) < maxFilter:
		text = append(text, rune(k))
	}
	v.Filter = string(text)
}
