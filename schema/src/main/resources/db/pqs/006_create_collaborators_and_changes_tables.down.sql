-- description: Drop the history of changes and the collaborators.

DROP TABLE document_changes;
DROP TABLE document_collaborators;
