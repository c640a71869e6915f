-- description: Indexes for lists, lookups and foreign keys.
-- depends: 001

CREATE INDEX idx_users_role ON users (role);

CREATE INDEX idx_clients_name ON clients (name COLLATE NOCASE);
CREATE INDEX idx_clients_email ON clients (email);
CREATE INDEX idx_clients_type ON clients (customer_type);
CREATE INDEX idx_clients_created_by ON clients (created_by);

CREATE INDEX idx_tasks_active ON tasks (status, created_at DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_tasks_status_scheduled ON tasks (status, scheduled_date);
CREATE INDEX idx_tasks_client_id ON tasks (client_id);
CREATE INDEX idx_tasks_technician_status ON tasks (technician_id, status);
CREATE INDEX idx_tasks_plate_lower ON tasks (lower(vehicle_plate))
    WHERE vehicle_plate IS NOT NULL;
CREATE INDEX idx_tasks_created_by ON tasks (created_by);

CREATE INDEX idx_interventions_task ON interventions (task_id);
CREATE INDEX idx_interventions_client ON interventions (client_id);
CREATE INDEX idx_interventions_technician ON interventions (technician_id, status);
