-- the scopes of which something is or was here
SELECT name FROM scope ORDER BY name;
