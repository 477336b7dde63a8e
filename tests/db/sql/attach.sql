-- must be refused
ATTACH :text AS other KEY '';
