-- settings of every connection
SET timezone = 'UTC';
SET lock_timeout = '10s';
-- statements are short and many: compiling one costs more than it can save
SET jit = off;
-- what is asked for lies in memory or on a disk without a head
SET random_page_cost = 1.1;
