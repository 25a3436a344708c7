package l7

// KeepPasswords makes sessions keep the passwords that they read. Without it they drop them. Call it before the first
// engine is made.
func (t *Tables) KeepPasswords() { t.passwords = true }

// KeepsPasswords reports whether a session may write passwords to metadata, see Tables.KeepPasswords.
func (c *Ctx) KeepsPasswords() bool { return c.engine != nil && c.engine.tables.passwords }
