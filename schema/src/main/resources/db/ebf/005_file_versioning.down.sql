-- description: Drop the versions of files.

DROP TABLE file_versions;
