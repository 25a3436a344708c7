package table

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
