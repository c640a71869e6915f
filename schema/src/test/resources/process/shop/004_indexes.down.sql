DROP INDEX idx_orders_state;
DROP INDEX idx_orders_title;
DROP INDEX idx_orders_note;
