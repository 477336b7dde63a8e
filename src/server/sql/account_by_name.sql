-- What is needed to check a password.
SELECT id, password, disabled_at FROM account WHERE name = :name
