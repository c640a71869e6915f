-- description: Drop settings, conversations, profiles, models and users.

DROP TABLE conversation_usage;
DROP TABLE consensus_settings;
DROP TABLE settings;
DROP TABLE sync_metadata;
DROP TABLE budget_limits;
DROP TABLE usage_records;
DROP TABLE messages;
DROP TABLE conversations;
DROP TABLE consensus_profiles;
DROP TABLE pipeline_profiles;
DROP TABLE openrouter_models;
DROP TABLE openrouter_providers;
DROP TABLE configurations;
DROP TABLE users;
