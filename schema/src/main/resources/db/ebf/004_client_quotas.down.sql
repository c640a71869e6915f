-- description: Drop quotas.

DROP TABLE client_quotas;
