package table

import "slices"

// chosen returns the cells that fit in a line, from the first on. If the application does not fit, spare cells are
// omitted in its favour, if that is enough.
func chosen(all []cell, width int) []cell {
	fit := all[:fitting(all, width)]
	isWanted, isSpare := func(c cell) bool { return c.wanted }, func(c cell) bool { return c.spare }
	if !slices.ContainsFunc(all[len(fit):], isWanted) {
		return fit
	}
	for rest := slices.Clone(all); ; {
		spare := slices.IndexFunc(rest, isSpare)
		if spare < 0 {
			return fit
		}
		rest = slices.Delete(rest, spare, spare+1)
		if n := fitting(rest, width); !slices.ContainsFunc(rest[n:], isWanted) {
			return rest[:n]
		}
	}
}

// fitting returns the number of cells, from the first, that fit in a line with their minimum width; at least one.
func fitting(all []cell, width int) int {
	for i := range all {
		if width -= all[i].least; width < 0 {
			return max(i, min(len(all), 1))
		}
		width-- // the space between two
	}
	return len(all)
}

// grow sets the widths of the chosen cells: first up to good, from the first cell on, then up to most, in turn.
func grow(fit []cell, width int) {
	room := width + 1
	for i := range fit {
		fit[i].width = fit[i].least
		room -= fit[i].least + 1
	}
	for i := range fit {
		if more := min(room, fit[i].good-fit[i].width); more > 0 {
			fit[i].width += more
			room -= more
		}
	}
	for grown := true; grown && room > 0; {
		grown = false
		for i := range fit {
			if room > 0 && fit[i].width < fit[i].most {
				fit[i].width++
				room--
				grown = true
			}
		}
	}
}
