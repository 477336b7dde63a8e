-- What the device of a token was told, also when its session has ended.
SELECT d.wipe, d.wiped_at FROM session s JOIN device d ON d.id = s.device WHERE s.token = :token
