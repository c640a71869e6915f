-- description: Customers, their orders, and visits that no later migration touches.

CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    note TEXT
);

CREATE INDEX idx_orders_customer ON orders (customer_id);

CREATE TABLE visits (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
