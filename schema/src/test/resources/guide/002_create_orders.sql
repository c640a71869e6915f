-- description: Orders, which go when their customer goes
-- depends: 001
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    total_cents INTEGER NOT NULL
);

CREATE INDEX idx_orders_customer ON orders (customer_id);
