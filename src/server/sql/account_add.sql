-- A new person who may sign in.
INSERT INTO account (id, name, display_name, role, centre, zone, password, created_at)
VALUES (:id, :name, :display_name, :role, :centre, :zone, :password, :at)
