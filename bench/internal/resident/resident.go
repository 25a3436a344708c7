// Package resident returns the resident memory of processes, for measurements.
package resident
