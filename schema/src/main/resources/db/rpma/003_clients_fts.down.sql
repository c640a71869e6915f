-- description: Drop the full-text search over clients.

DROP TRIGGER clients_fts_update;
DROP TRIGGER clients_fts_delete;
DROP TRIGGER clients_fts_insert;

DROP TABLE clients_fts;
