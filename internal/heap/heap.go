// Package heap says how much memory objects take.
package heap

// Bytes returns about how many bytes an object of n bytes takes on the heap: the runtime rounds sizes up to classes.
func Bytes(n int) int { return (n+15)&^15 + n/16 }
