package l7

// KeepPasswords makes sessions keep the passwords that they read. Without it they drop them. Call it before the first
// engine is made.
func (t *Tables) KeepPasswords() { t.passwords = true }

// KeepsPasswords reports whether a session may write passwords to metadata, see Tables.KeepPasswords.
func (c *Ctx) KeepsPasswords() bool { return c.engine != nil && c.engine.tables.passwords }

// LookAtContent makes sessions look at how the bodies of messages begin, see metadata.Content. Call it before the first engine
// is made.
func (t *Tables) LookAtContent() { t.content = true }

// LooksAtContent reports whether a session is to look at how bodies begin, see Tables.LookAtContent.
func (c *Ctx) LooksAtContent() bool { return c.engine != nil && c.engine.tables.content }

// ListAnswers makes sessions list the records of DNS answers, see dns.Metadata. Call it before the first engine is made.
func (t *Tables) ListAnswers() { t.answers = true }

// ListsAnswers reports whether a session is to list the records of an answer, see Tables.ListAnswers.
func (c *Ctx) ListsAnswers() bool { return c.engine != nil && c.engine.tables.answers }
