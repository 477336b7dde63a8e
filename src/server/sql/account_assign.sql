-- Other rights for somebody; all that was given out under the old ones is to be fetched again.
UPDATE account SET role = :role, centre = :centre, zone = :zone, grants = grants + 1 WHERE name = :name
