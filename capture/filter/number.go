package filter

import "strconv"

// isNumber reports whether s is a number: decimal, 0x and hexadecimal, or 0 and octal, as in C.
func isNumber(s string) bool {
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		for i := 2; i < len(s); i++ {
			if !isHex(s[i]) {
				return false
			}
		}
		return true
	}
	for i := range len(s) {
		if s[i]-'0' >= 10 {
			return false
		}
	}
	return s != ""
}

// number returns the value of the number at pos.
func number(s string, pos int) uint32 {
	v, err := strconv.ParseUint(s, 0, 32)
	if err != nil {
		fail(pos, "%q is not a 32-bit number", s)
	}
	return uint32(v)
}

// numberUpTo returns the value of the number t, at most limit. what names it in errors.
func numberUpTo(t token, limit uint32, what string) uint32 {
	if t.kind != tokenWord || !isNumber(t.text) {
		fail(t.pos, "expected %s, found %s", what, t)
	}
	v := number(t.text, t.pos)
	if v > limit {
		fail(t.pos, "%s is at most %d, not %s", what, limit, t.text)
	}
	return v
}
