-- description: Drop interventions, tasks, clients and users.

DROP TABLE interventions;
DROP TABLE tasks;
DROP TABLE clients;
DROP TABLE users;
