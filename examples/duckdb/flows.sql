-- Flows in DuckDB: a table of a file of rows. The types are guessed by the first rows; those of texts that look like
-- numbers are not, where a list of types says so (docs/columns.md). Parquet has its types: read_parquet('flows.parquet').
CREATE TABLE flows AS
SELECT * FROM read_csv('flows.csv', sample_size = -1, types = {
    'src_ip': 'VARCHAR', 'dst_ip': 'VARCHAR', 'requested_server_name': 'VARCHAR', 'user_agent': 'VARCHAR',
    'ja4_client': 'VARCHAR', 'http_method': 'VARCHAR', 'tls_version': 'VARCHAR', 'tls_cipher': 'VARCHAR', 'tls_alpn': 'VARCHAR',
    'dns_response_addresses': 'VARCHAR', 'as_name': 'VARCHAR', 'risks': 'VARCHAR', 'risk_details': 'VARCHAR'});

-- The applications with most bytes.
SELECT application_name, sum(bidirectional_raw_bytes) AS bytes, count(*) AS flows
FROM flows
GROUP BY ALL
ORDER BY bytes DESC
LIMIT 10;

-- Risks by the highest severity of their flows.
SELECT risk_severity, risk, count(*) AS flows
FROM (SELECT risk_severity, unnest(string_split(risks, ';')) AS risk FROM flows)
GROUP BY ALL
ORDER BY flows DESC
LIMIT 10;
