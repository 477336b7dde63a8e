-- reviews that wait for a person
SELECT count(*) FROM review WHERE state = 'open';
