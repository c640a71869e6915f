-- description: Full-text search over clients.
-- depends: 001

-- Accents do not count, and the prefix indexes serve searching while a name is being typed. Clients marked as deleted
-- are indexed too, so a search that should not show them filters on deleted_at.
-- The key of clients is TEXT, so its implicit rowid ties the entries to the rows. SQLite does not promise to keep such
-- rowids in VACUUM or when the table is rebuilt. Run the 'rebuild' command below after either.
CREATE VIRTUAL TABLE clients_fts USING fts5 (
    name,
    email,
    phone,
    company_name,
    notes,
    content = 'clients',
    content_rowid = 'rowid',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

-- Removing an entry takes the values that were indexed, hence OLD. INSERT OR REPLACE fires the delete trigger
-- only with PRAGMA recursive_triggers on, so replace a row with INSERT .. ON CONFLICT .. DO UPDATE.
CREATE TRIGGER clients_fts_insert AFTER INSERT ON clients
BEGIN
    INSERT INTO clients_fts (rowid, name, email, phone, company_name, notes)
    VALUES (NEW.rowid, NEW.name, NEW.email, NEW.phone, NEW.company_name, NEW.notes);
END;

CREATE TRIGGER clients_fts_delete AFTER DELETE ON clients
BEGIN
    INSERT INTO clients_fts (clients_fts, rowid, name, email, phone, company_name, notes)
    VALUES ('delete', OLD.rowid, OLD.name, OLD.email, OLD.phone, OLD.company_name, OLD.notes);
END;

CREATE TRIGGER clients_fts_update AFTER UPDATE OF name, email, phone, company_name, notes ON clients
BEGIN
    INSERT INTO clients_fts (clients_fts, rowid, name, email, phone, company_name, notes)
    VALUES ('delete', OLD.rowid, OLD.name, OLD.email, OLD.phone, OLD.company_name, OLD.notes);
    INSERT INTO clients_fts (rowid, name, email, phone, company_name, notes)
    VALUES (NEW.rowid, NEW.name, NEW.email, NEW.phone, NEW.company_name, NEW.notes);
END;

-- The rows that were there before the triggers.
INSERT INTO clients_fts (clients_fts) VALUES ('rebuild');
