package wire

import "time"

// Civil reads the fourteen digits of a date and a time of day, 20060102150405, in UTC. It reports false for what no
// calendar knows. package time's own parser takes any layout, and 25 KB of a program.
func Civil(digits string) (time.Time, bool) {
	if len(digits) != 14 {
		return time.Time{}, false
	}
	var parts [7]int // the century and what follows
	for i := range parts {
		tens, ones := digits[2*i]-'0', digits[2*i+1]-'0'
		if tens > 9 || ones > 9 {
			return time.Time{}, false
		}
		parts[i] = int(tens)*10 + int(ones)
	}
	year, month, day := parts[0]*100+parts[1], time.Month(parts[2]), parts[3]
	t := time.Date(year, month, day, parts[4], parts[5], parts[6], 0, time.UTC)
	ok := t.Month() == month && t.Day() == day && parts[4] < 24 && parts[5] < 60 && parts[6] < 60
	return t, ok
}

// DateTime reads a date and time of day as time.DateTime writes them: 2006-01-02 15:04:05.
func DateTime(text string) (time.Time, bool) {
	if len(text) != len(time.DateTime) {
		return time.Time{}, false
	}
	var digits [14]byte
	n := 0
	for i := range len(text) {
		switch c := time.DateTime[i]; {
		case c-'0' < 10:
			digits[n] = text[i]
			n++
		case c != text[i]:
			return time.Time{}, false
		}
	}
	return Civil(string(digits[:]))
}
