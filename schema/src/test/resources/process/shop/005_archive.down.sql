INSERT INTO orders (id, customer_id, state, note) SELECT order_id, customer_id, 'closed', note FROM archive;
DROP TABLE archive;
