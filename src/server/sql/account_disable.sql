-- Shuts somebody out.
UPDATE account SET disabled_at = :at WHERE name = :name AND disabled_at IS NULL
