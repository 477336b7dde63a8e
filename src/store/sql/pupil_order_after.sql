-- the first place after a name
SELECT rank FROM pupil_order WHERE sort_key > :sort_key ORDER BY sort_key, rank LIMIT 1;
