-- description: Drop the figures and the waiting conversations.

DROP TABLE activity_log;
DROP TABLE performance_metrics;
DROP TABLE model_selection_history;
DROP TABLE profile_templates;
DROP TABLE feature_usage;
DROP TABLE cost_analytics;
DROP TABLE consensus_metrics;
DROP TABLE model_rankings;
DROP TABLE provider_performance;
DROP TABLE pending_sync;
