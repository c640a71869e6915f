-- description: Indexes over the whole big table.

CREATE INDEX idx_orders_state ON orders (state, amount);
CREATE INDEX idx_orders_title ON orders (title);
CREATE INDEX idx_orders_note ON orders (note);
