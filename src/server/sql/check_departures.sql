-- Departures that are not in the change index, and lines of it that say of a departure that is none.
SELECT
    (SELECT count(*) FROM departure d LEFT JOIN change_index c ON c.scope = d.scope AND c.seq = d.seq AND c.change = 3 AND c.id = d.pupil
        WHERE c.id IS NULL),
    (SELECT count(*) FROM change_index c LEFT JOIN departure d ON d.scope = c.scope AND d.pupil = c.id AND d.seq = c.seq
        WHERE c.change = 3 AND d.pupil IS NULL)
