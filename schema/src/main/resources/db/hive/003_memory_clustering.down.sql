-- description: Drop threads and patterns.

DROP TABLE conversation_threads;
DROP TABLE improvement_patterns;
