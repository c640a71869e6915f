-- description: Drop the lookup indexes.

DROP INDEX idx_files_client_verified;
DROP INDEX idx_files_client_name;
DROP INDEX idx_files_client_id;
DROP INDEX idx_files_size;
DROP INDEX idx_files_verified;
DROP INDEX idx_files_filename;
DROP INDEX idx_clients_lastseen;
DROP INDEX idx_clients_name;
