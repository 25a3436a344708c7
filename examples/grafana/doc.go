// Package grafana holds a dashboard over the table of examples/clickhouse, and tests of it.
package grafana
