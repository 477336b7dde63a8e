-- the last place before a name
SELECT rank FROM pupil_order WHERE sort_key <= :sort_key ORDER BY sort_key DESC, rank DESC LIMIT 1;
