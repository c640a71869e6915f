-- description: Sessions of users, and their activities as an audit trail.
-- depends: 001

CREATE TABLE user_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    session_token TEXT NOT NULL UNIQUE,
    ip_address TEXT,
    user_agent TEXT,
    is_active BOOLEAN NOT NULL DEFAULT 1,
    last_activity_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    expires_at DATETIME NOT NULL,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_sessions_user_id ON user_sessions (user_id);
CREATE INDEX idx_sessions_token ON user_sessions (session_token);
CREATE INDEX idx_sessions_active ON user_sessions (is_active);
CREATE INDEX idx_sessions_expires ON user_sessions (expires_at);

CREATE TABLE user_activities (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    activity_type TEXT NOT NULL,
    resource_type TEXT,
    resource_id INTEGER,
    details JSON,
    ip_address TEXT,
    user_agent TEXT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_activities_user_id ON user_activities (user_id);
CREATE INDEX idx_activities_type ON user_activities (activity_type);
CREATE INDEX idx_activities_resource ON user_activities (resource_type, resource_id);
CREATE INDEX idx_activities_created_at ON user_activities (created_at);
