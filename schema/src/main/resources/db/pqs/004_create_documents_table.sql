-- description: Documents with their status, review and approval.
-- depends: 001, 003

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    section INTEGER NOT NULL,
    document_number INTEGER NOT NULL,
    template_id INTEGER REFERENCES templates (id),
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    metadata JSON,
    status TEXT NOT NULL DEFAULT 'draft',
    version INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER NOT NULL REFERENCES users (id),
    updated_by INTEGER REFERENCES users (id),
    reviewed_by INTEGER REFERENCES users (id),
    approved_by INTEGER REFERENCES users (id),
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    reviewed_at DATETIME,
    approved_at DATETIME
);

CREATE INDEX idx_documents_section ON documents (section);
CREATE UNIQUE INDEX idx_documents_unique ON documents (section, document_number);
CREATE INDEX idx_documents_status ON documents (status);
CREATE INDEX idx_documents_created_by ON documents (created_by);
CREATE INDEX idx_documents_updated_at ON documents (updated_at);
CREATE INDEX idx_documents_template_id ON documents (template_id);
CREATE INDEX idx_documents_updated_by ON documents (updated_by);
CREATE INDEX idx_documents_reviewed_by ON documents (reviewed_by);
CREATE INDEX idx_documents_approved_by ON documents (approved_by);
