-- Failed tries since a moment, for a name or an address.
SELECT
    (SELECT count(*) FROM sign_in WHERE name = :name AND at > :since AND outcome = 'failed'),
    (SELECT count(*) FROM sign_in WHERE address = :address AND at > :since AND outcome = 'failed')
