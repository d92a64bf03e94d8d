-- What the rules of the pack found in the published numbers: one row a finding, the gravest first.
-- The checks are told in the guide; here their findings are only listed.
SELECT
    finding AS row_id,
    rule,
    rule_title,
    check_name,
    check_title,
    severity,
    severity_word,
    verdict,
    verdict_word,
    flags,
    flags_said,
    quantity,
    quantity_name,
    place,
    place_name,
    period,
    publisher,
    publisher_name,
    stated,
    computed,
    formula,
    says,
    mend,
    acknowledged_by,
    acknowledged_by_name,
    acknowledged_on,
    reason,
    points,
    claims
FROM check_finding
ORDER BY position
