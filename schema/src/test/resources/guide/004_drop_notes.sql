-- description: Notes moved to the ticket system
-- depends: 003
-- destructive: exported to the ticket system on 2026-03-01
ALTER TABLE customers DROP COLUMN notes;
