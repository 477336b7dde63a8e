-- what waits for a person, of which one is taken
SELECT id FROM review WHERE state = 'open' ORDER BY id LIMIT 1 OFFSET :skip % max((SELECT count(*) FROM review WHERE state = 'open'), 1);
