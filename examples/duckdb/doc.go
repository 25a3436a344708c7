// Package duckdb holds statements that read rows with DuckDB and SQLite, and tests of them.
package duckdb
