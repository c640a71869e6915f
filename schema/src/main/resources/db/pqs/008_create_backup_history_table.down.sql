-- description: Drop the record of backups.

DROP TABLE backup_history;
