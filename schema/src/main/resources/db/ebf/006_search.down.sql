-- description: Drop the search over files.

DROP TRIGGER files_fts_update;
DROP TRIGGER files_fts_delete;
DROP TRIGGER files_fts_insert;

DROP TABLE files_fts;

DROP INDEX idx_files_modificationdate;
DROP INDEX idx_files_fileextension;
