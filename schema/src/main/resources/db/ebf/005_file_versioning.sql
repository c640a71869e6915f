-- description: Earlier versions of files.
-- depends: 000

CREATE TABLE file_versions (
    ID INTEGER PRIMARY KEY AUTOINCREMENT,
    FileID BLOB(16) NOT NULL REFERENCES files (ID) ON DELETE CASCADE,
    VersionNumber INTEGER NOT NULL,
    PathName VARCHAR(255) NOT NULL,
    FileSize INTEGER,
    CreatedDate TEXT NOT NULL,
    IsActive BOOLEAN DEFAULT 1,
    VersionHash VARCHAR(64),
    ParentVersionID INTEGER
);

CREATE INDEX idx_file_versions_fileid ON file_versions (FileID);
