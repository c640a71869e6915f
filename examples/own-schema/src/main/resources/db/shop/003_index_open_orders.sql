-- description: The few orders that are open, among the many that are not
-- depends: 002
CREATE INDEX idx_orders_open ON orders (placed_at) WHERE state = 'open';
