-- description: Backups taken, with their outcome.
-- depends: 001

CREATE TABLE backup_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    backup_type TEXT NOT NULL,
    backup_path TEXT NOT NULL,
    backup_size INTEGER NOT NULL,
    tables_backed_up TEXT NOT NULL,
    backup_status TEXT NOT NULL,
    created_by INTEGER REFERENCES users (id),
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    completed_at DATETIME,
    error_message TEXT
);

CREATE INDEX idx_backup_type ON backup_history (backup_type);
CREATE INDEX idx_backup_status ON backup_history (backup_status);
CREATE INDEX idx_backup_created_at ON backup_history (created_at);
CREATE INDEX idx_backup_history_created_by ON backup_history (created_by);
