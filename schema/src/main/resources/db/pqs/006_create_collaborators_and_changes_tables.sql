-- description: Who works on a document, and the history of its content.
-- depends: 001, 004

CREATE TABLE document_collaborators (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    permissions JSON,
    invited_by INTEGER REFERENCES users (id),
    invited_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    joined_at DATETIME,
    is_active BOOLEAN NOT NULL DEFAULT 1
);

CREATE INDEX idx_collaborators_document ON document_collaborators (document_id);
CREATE UNIQUE INDEX idx_collaborators_unique ON document_collaborators (document_id, user_id);
CREATE INDEX idx_collaborators_user ON document_collaborators (user_id);
CREATE INDEX idx_collaborators_active ON document_collaborators (is_active);
CREATE INDEX idx_document_collaborators_invited_by ON document_collaborators (invited_by);

CREATE TABLE document_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    change_type TEXT NOT NULL,
    old_content TEXT,
    new_content TEXT,
    change_summary TEXT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_changes_document ON document_changes (document_id);
CREATE INDEX idx_changes_user ON document_changes (user_id);
CREATE INDEX idx_changes_type ON document_changes (change_type);
CREATE INDEX idx_changes_created_at ON document_changes (created_at);
