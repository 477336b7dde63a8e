-- the words of everybody; this one command empties the table without reading it
INSERT INTO pupil_search (pupil_search) VALUES ('delete-all');
