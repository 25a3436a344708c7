// Package parquet writes flows as Parquet files.
package parquet
