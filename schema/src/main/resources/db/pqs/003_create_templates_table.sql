-- description: Templates that documents are written from.
-- depends: 001

CREATE TABLE templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    description TEXT,
    section INTEGER NOT NULL,
    template_content TEXT NOT NULL,
    template_hash TEXT NOT NULL,
    fields JSON NOT NULL,
    is_active BOOLEAN NOT NULL DEFAULT 1,
    is_system BOOLEAN NOT NULL DEFAULT 0,
    created_by INTEGER NOT NULL REFERENCES users (id),
    updated_by INTEGER REFERENCES users (id),
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    updated_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_templates_section ON templates (section);
CREATE INDEX idx_templates_active ON templates (is_active);
CREATE INDEX idx_templates_system ON templates (is_system);
CREATE INDEX idx_templates_created_by ON templates (created_by);
CREATE INDEX idx_templates_updated_by ON templates (updated_by);
