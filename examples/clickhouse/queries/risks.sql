-- Risks by the highest severity of their flows. A flow has several risks; each counts.
SELECT risk_severity, risk, count() AS flows, uniq(src_ip) AS sources, uniq(dst_ip) AS destinations,
       anyIf(detail, detail != '') AS example
FROM flows
ARRAY JOIN risks AS risk, arrayResize(risk_details, length(risks)) AS detail
GROUP BY risk_severity, risk
ORDER BY indexOf(['Severe', 'High', 'Medium', 'Low'], risk_severity), flows DESC;
