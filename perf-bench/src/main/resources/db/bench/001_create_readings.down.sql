-- description: Drop the table.

DROP TABLE readings;
