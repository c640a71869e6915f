-- description: Drop files and clients.

DROP TABLE files;
DROP TABLE clients;
