-- description: Daily transfer totals, activity of clients, and file categories.
-- depends: 000

CREATE TABLE transfer_stats (
    Date TEXT PRIMARY KEY,
    TotalFiles INTEGER DEFAULT 0,
    TotalBytes INTEGER DEFAULT 0,
    SuccessfulTransfers INTEGER DEFAULT 0,
    FailedTransfers INTEGER DEFAULT 0,
    AverageFileSize INTEGER DEFAULT 0,
    PeakTransferSpeed INTEGER DEFAULT 0
);

CREATE TABLE client_activity (
    ID INTEGER PRIMARY KEY AUTOINCREMENT,
    ClientID BLOB(16) NOT NULL REFERENCES clients (ID),
    ActivityType VARCHAR(50) NOT NULL,
    Timestamp TEXT NOT NULL,
    FileCount INTEGER DEFAULT 0,
    BytesTransferred INTEGER DEFAULT 0
);

CREATE INDEX idx_client_activity_clientid ON client_activity (ClientID);

CREATE TABLE file_categories (
    ID INTEGER PRIMARY KEY AUTOINCREMENT,
    Name VARCHAR(50) NOT NULL UNIQUE,
    Description TEXT,
    DefaultPath VARCHAR(255),
    Color VARCHAR(7) DEFAULT '#007acc'
);
