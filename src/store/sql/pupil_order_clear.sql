-- the lists begin anew
DELETE FROM pupil_order;
