-- description: Rebuilds the big table, with constraints that ALTER TABLE cannot add.

CREATE TABLE orders_new (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    note TEXT NOT NULL
);

INSERT INTO orders_new SELECT id, customer_id, state, note FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX idx_orders_customer ON orders (customer_id);
