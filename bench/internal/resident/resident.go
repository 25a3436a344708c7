// Package resident tells how much memory processes had resident, for what measures them.
package resident
