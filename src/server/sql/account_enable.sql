-- Lets somebody in again.
UPDATE account SET disabled_at = NULL WHERE name = :name
