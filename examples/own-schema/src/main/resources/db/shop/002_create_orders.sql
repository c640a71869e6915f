-- description: Orders, newest first for each customer
-- depends: 001
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    state TEXT NOT NULL DEFAULT 'open',
    total_cents INTEGER NOT NULL,
    placed_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_orders_customer_placed ON orders (customer_id, placed_at DESC);
