-- description: Cached query results with their expiry, and row counts of tables.

CREATE TABLE query_cache (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cache_key TEXT NOT NULL UNIQUE,
    cache_data BLOB NOT NULL,
    expires_at DATETIME NOT NULL,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_cache_key ON query_cache (cache_key);
CREATE INDEX idx_cache_expires ON query_cache (expires_at);

CREATE TABLE db_statistics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    record_count INTEGER NOT NULL,
    last_updated DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_stats_table ON db_statistics (table_name);
CREATE INDEX idx_stats_updated ON db_statistics (last_updated);
