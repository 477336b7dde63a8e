-- Good.
SELECT count(*), ';' FROM pupil;
