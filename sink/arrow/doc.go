// Package arrow writes flows as Arrow record batches: an IPC stream or an IPC file.
package arrow
