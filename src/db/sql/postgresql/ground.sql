-- Another cluster, a standby that was promoted or a moment gone back to (the timeline, which the name of a segment of the log begins
-- with: pg_control_checkpoint () tells it only after the next checkpoint), a database made anew, a directory put back.
SELECT s.system_identifier || '/' || substr (pg_walfile_name (pg_current_wal_lsn ()), 1, 8) || '/' || d.oid || '/' || pg_postmaster_start_time ()
FROM pg_control_system () s, pg_database d
WHERE d.datname = current_database ()
