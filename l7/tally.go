package l7

// Tally counts a datagram that Probe found plausible, and returns how many there were in this direction, and in the
// other one. It keeps the counts in the first two bytes of Scratch, which must be that long at least. Without an engine
// the datagram is the first one.
func (c *Ctx) Tally() (here, there uint8) {
	s := c.Scratch()
	if s[c.Dir&1] < 255 {
		s[c.Dir&1]++
	}
	return s[c.Dir&1], s[1-c.Dir&1]
}
