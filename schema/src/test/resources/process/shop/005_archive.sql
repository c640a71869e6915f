-- description: Moves closed orders elsewhere.
-- destructive: closed orders move to the archive

CREATE TABLE archive (order_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, note TEXT NOT NULL);
INSERT INTO archive SELECT id, customer_id, note FROM orders WHERE state = 'closed';
DELETE FROM orders WHERE state = 'closed';
