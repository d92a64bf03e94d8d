-- Years of which events of the country are in the ledger.
event_years AS (
    SELECT DISTINCT year(account.event_start) AS year
    FROM account
    JOIN pack_settings AS settings ON settings.country_place = account.country
    WHERE account.series = 'ucdp-ged'
),
