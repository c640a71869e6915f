-- description: Category, type, hash and transfer figures of files.
-- depends: 000

ALTER TABLE files ADD COLUMN FileCategory VARCHAR(50) DEFAULT 'document';
ALTER TABLE files ADD COLUMN MimeType VARCHAR(100);
ALTER TABLE files ADD COLUMN FileExtension VARCHAR(10);
ALTER TABLE files ADD COLUMN OriginalPath TEXT;
ALTER TABLE files ADD COLUMN FileHash VARCHAR(64);
ALTER TABLE files ADD COLUMN TransferDuration INTEGER;
ALTER TABLE files ADD COLUMN TransferSpeed INTEGER;
ALTER TABLE files ADD COLUMN CompressionRatio REAL;
