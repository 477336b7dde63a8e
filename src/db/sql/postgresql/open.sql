-- settings of every connection
SET timezone = 'UTC';
SET lock_timeout = '10s';
