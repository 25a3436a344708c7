package table

import "slices"

// chosen returns the cells that there is room for in a line: as many as fit, from the first on. Where an application is
// not among them, those make room for it that say least, if that is enough.
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

// fitting returns how many cells, from the first, have their least width in a line, but one at least.
func fitting(all []cell, width int) int {
	for i := range all {
		if width -= all[i].least; width < 0 {
			return max(i, min(len(all), 1))
		}
		width-- // the space between two
	}
	return len(all)
}

// grow gives cells that fit in a line their widths: first up to what is good, from the first cell on, then up to what is
// most, by turns.
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
