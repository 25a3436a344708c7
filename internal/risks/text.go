package risks

import "strconv"

func decimal[T ~uint16 | ~uint32 | ~int64 | ~int](n T) string { return strconv.FormatInt(int64(n), 10) }
