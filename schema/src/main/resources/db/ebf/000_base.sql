-- description: Clients of the backup server and the files they sent.

CREATE TABLE clients (
    ID BLOB(16) PRIMARY KEY,
    Name VARCHAR(255) NOT NULL UNIQUE,
    PublicKey BLOB(160),
    LastSeen TEXT NOT NULL,
    AESKey BLOB(32)
);

CREATE TABLE files (
    ID BLOB(16) PRIMARY KEY,
    FileName VARCHAR(255) NOT NULL,
    PathName VARCHAR(255) NOT NULL,
    Verified BOOLEAN DEFAULT 0,
    FileSize INTEGER,
    ModificationDate TEXT,
    CRC INTEGER,
    ClientID BLOB(16) NOT NULL REFERENCES clients (ID) ON DELETE CASCADE
);
