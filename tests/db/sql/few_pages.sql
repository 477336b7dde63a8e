-- a disk that is full soon
PRAGMA max_page_count = 12;
