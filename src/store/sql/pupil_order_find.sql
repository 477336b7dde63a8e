-- a pupil's place
SELECT rank, sort_key FROM pupil_order WHERE pupil = :pupil;
