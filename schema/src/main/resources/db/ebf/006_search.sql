-- description: Search in names and paths of files, by any part of them, and by extension and date.
-- depends: 000, 002

CREATE INDEX idx_files_fileextension ON files (FileExtension);
CREATE INDEX idx_files_modificationdate ON files (ModificationDate);

-- Trigrams find any part of a name, from three characters on.
-- The key of files is a BLOB, so its implicit rowid ties the entries to the rows. SQLite does not promise to keep such
-- rowids in VACUUM or when the table is rebuilt. Run the 'rebuild' command below after either.
CREATE VIRTUAL TABLE files_fts USING fts5 (
    FileName,
    PathName,
    content = 'files',
    content_rowid = 'rowid',
    tokenize = 'trigram'
);

-- Removing an entry takes the values that were indexed, hence OLD. INSERT OR REPLACE fires the delete trigger
-- only with PRAGMA recursive_triggers on, so replace a row with INSERT .. ON CONFLICT .. DO UPDATE.
CREATE TRIGGER files_fts_insert AFTER INSERT ON files
BEGIN
    INSERT INTO files_fts (rowid, FileName, PathName)
    VALUES (NEW.rowid, NEW.FileName, NEW.PathName);
END;

CREATE TRIGGER files_fts_delete AFTER DELETE ON files
BEGIN
    INSERT INTO files_fts (files_fts, rowid, FileName, PathName)
    VALUES ('delete', OLD.rowid, OLD.FileName, OLD.PathName);
END;

CREATE TRIGGER files_fts_update AFTER UPDATE OF FileName, PathName ON files
BEGIN
    INSERT INTO files_fts (files_fts, rowid, FileName, PathName)
    VALUES ('delete', OLD.rowid, OLD.FileName, OLD.PathName);
    INSERT INTO files_fts (rowid, FileName, PathName)
    VALUES (NEW.rowid, NEW.FileName, NEW.PathName);
END;

-- The rows that were there before the triggers.
INSERT INTO files_fts (files_fts) VALUES ('rebuild');
