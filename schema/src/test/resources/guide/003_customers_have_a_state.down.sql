-- renamed: customers.full_name to customers.name
ALTER TABLE customers DROP COLUMN state;
ALTER TABLE customers RENAME COLUMN full_name TO name;
