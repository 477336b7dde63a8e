-- How many changes of each kind a pull will meet.
SELECT kind, count(*) FROM change_index WHERE scope = :scope AND seq > :from AND seq <= :to GROUP BY kind
