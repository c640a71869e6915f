-- description: Drop the indexes of users and the sign-in columns.

-- The index on last_login_at has to go before its column can.
DROP INDEX idx_users_last_login;
DROP INDEX idx_users_active;
DROP INDEX idx_users_role;
DROP INDEX idx_users_email;
DROP INDEX idx_users_username;

ALTER TABLE users DROP COLUMN locked_until;
ALTER TABLE users DROP COLUMN failed_login_attempts;
ALTER TABLE users DROP COLUMN login_count;
ALTER TABLE users DROP COLUMN last_login_at;
