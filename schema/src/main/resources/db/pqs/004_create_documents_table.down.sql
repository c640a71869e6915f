-- description: Drop documents.

DROP TABLE documents;
