-- description: Storage quota and use of each client.
-- depends: 000

CREATE TABLE client_quotas (
    ClientID BLOB(16) PRIMARY KEY REFERENCES clients (ID) ON DELETE CASCADE,
    QuotaBytes INTEGER NOT NULL DEFAULT 1073741824,
    UsedBytes INTEGER DEFAULT 0,
    LastUpdated TEXT NOT NULL,
    WarningThreshold REAL DEFAULT 0.8
);
