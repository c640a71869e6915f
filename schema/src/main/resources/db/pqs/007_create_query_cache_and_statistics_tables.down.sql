-- description: Drop the statistics and the query cache.

DROP TABLE db_statistics;
DROP TABLE query_cache;
