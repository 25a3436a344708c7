// Package arch holds the rules of the house as tests.
package arch
