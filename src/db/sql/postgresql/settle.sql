-- nothing to do: the server settles its own log
SELECT 1;
