-- description: A state that SQLite itself checks, and a full name
-- depends: 001
-- renamed: customers.name to customers.full_name
CREATE TABLE new_customers (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    notes TEXT,
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'closed'))
);

INSERT INTO new_customers (id, email, full_name, notes)
SELECT id, email, name, notes FROM customers;

DROP TABLE customers;
ALTER TABLE new_customers RENAME TO customers;
