-- the server's last values of a record
SELECT scope, seq, rev, body FROM base_record WHERE id = :id;
