-- every fact about the desk
SELECT name, value FROM fact;
