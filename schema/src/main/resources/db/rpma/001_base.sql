-- description: Users, clients, tasks and the interventions that carry them out.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'supervisor', 'user')),
    phone TEXT,
    is_active INTEGER NOT NULL DEFAULT 1,
    last_login_at INTEGER,
    created_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    updated_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000)
);

CREATE TABLE clients (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    customer_type TEXT NOT NULL DEFAULT 'individual'
        CHECK (customer_type IN ('individual', 'business')),
    company_name TEXT,
    tax_id TEXT,
    address_street TEXT,
    address_city TEXT,
    address_zip TEXT,
    address_country TEXT,
    notes TEXT,
    tags JSON,
    total_tasks INTEGER NOT NULL DEFAULT 0,
    active_tasks INTEGER NOT NULL DEFAULT 0,
    completed_tasks INTEGER NOT NULL DEFAULT 0,
    created_by TEXT REFERENCES users (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    updated_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    deleted_at INTEGER
);

CREATE TABLE tasks (
    id TEXT NOT NULL PRIMARY KEY,
    task_number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL DEFAULT 'draft'
        CHECK (status IN (
            'draft', 'scheduled', 'assigned', 'in_progress', 'paused', 'completed', 'cancelled',
            'archived'
        )),
    priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    client_id TEXT REFERENCES clients (id) ON DELETE SET NULL,
    technician_id TEXT REFERENCES users (id) ON DELETE SET NULL,
    vehicle_plate TEXT,
    vehicle_make TEXT,
    vehicle_model TEXT,
    scheduled_date TEXT,
    started_at INTEGER,
    completed_at INTEGER,
    estimated_minutes INTEGER,
    actual_minutes INTEGER,
    tags JSON,
    created_by TEXT REFERENCES users (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    updated_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    deleted_at INTEGER
);

CREATE TABLE interventions (
    id TEXT NOT NULL PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    client_id TEXT REFERENCES clients (id) ON DELETE SET NULL,
    technician_id TEXT REFERENCES users (id) ON DELETE SET NULL,
    status TEXT NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'in_progress', 'paused', 'completed', 'cancelled')),
    current_step INTEGER NOT NULL DEFAULT 0,
    completion_percentage REAL NOT NULL DEFAULT 0 CHECK (completion_percentage BETWEEN 0 AND 100),
    scheduled_at INTEGER,
    started_at INTEGER,
    completed_at INTEGER,
    weather TEXT,
    latitude REAL,
    longitude REAL,
    quality_score INTEGER CHECK (quality_score BETWEEN 0 AND 100),
    customer_satisfaction INTEGER CHECK (customer_satisfaction BETWEEN 1 AND 10),
    observations JSON,
    created_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    updated_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000)
);

-- A task has one open intervention at most. This index is that rule, so it stands with its table.
CREATE UNIQUE INDEX idx_interventions_open_task ON interventions (task_id)
    WHERE status IN ('pending', 'in_progress', 'paused');
