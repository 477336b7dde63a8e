-- Where the changes of a scope stand.
SELECT seq, min_seq FROM scope_clock WHERE scope = :scope
