-- description: Drop the indexes.

DROP INDEX idx_interventions_technician;
DROP INDEX idx_interventions_client;
DROP INDEX idx_interventions_task;

DROP INDEX idx_tasks_created_by;
DROP INDEX idx_tasks_plate_lower;
DROP INDEX idx_tasks_technician_status;
DROP INDEX idx_tasks_client_id;
DROP INDEX idx_tasks_status_scheduled;
DROP INDEX idx_tasks_active;

DROP INDEX idx_clients_created_by;
DROP INDEX idx_clients_type;
DROP INDEX idx_clients_email;
DROP INDEX idx_clients_name;

DROP INDEX idx_users_role;
