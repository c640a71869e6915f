-- description: Adds columns and fills them in every row.

ALTER TABLE orders ADD COLUMN title TEXT;
ALTER TABLE orders ADD COLUMN amount INTEGER NOT NULL DEFAULT 0;
UPDATE orders SET title = upper(substr(note, 1, 20)), amount = id % 1000;
