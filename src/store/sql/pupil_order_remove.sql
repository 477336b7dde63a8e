-- a pupil leaves the lists
DELETE FROM pupil_order WHERE rank = :rank;
