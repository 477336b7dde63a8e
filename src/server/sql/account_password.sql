-- A new password for somebody.
UPDATE account SET password = :password WHERE name = :name
