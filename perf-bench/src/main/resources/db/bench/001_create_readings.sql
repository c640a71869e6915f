-- description: A table of three columns and no index.

CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    sensor TEXT NOT NULL,
    value INTEGER NOT NULL
);
