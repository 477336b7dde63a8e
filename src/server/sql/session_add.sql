-- A new session.
INSERT INTO session (id, token, account, device, device_name, version, created_at, last_used_at)
VALUES (:id, :token, :account, :device, :device_name, :version, :at, :at)
