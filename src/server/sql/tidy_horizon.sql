-- What lies below this number can no longer be followed up.
UPDATE scope_clock SET min_seq = :seq WHERE scope = :scope AND min_seq < :seq
