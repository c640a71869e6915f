-- description: Drop the indexes.

DROP INDEX idx_activity_log_created;
DROP INDEX idx_activity_log_stage;
DROP INDEX idx_activity_log_user;
DROP INDEX idx_activity_log_conversation;
DROP INDEX idx_activity_log_event;

DROP INDEX idx_performance_metrics_cost;
DROP INDEX idx_performance_metrics_duration;
DROP INDEX idx_performance_metrics_conv;
DROP INDEX idx_performance_metrics_timestamp;

DROP INDEX idx_model_selection_created;
DROP INDEX idx_model_selection_template;
DROP INDEX idx_model_selection_feedback;
DROP INDEX idx_model_selection_conv;

DROP INDEX idx_profile_templates_effectiveness;
DROP INDEX idx_profile_templates_usage;
DROP INDEX idx_profile_templates_expert;
DROP INDEX idx_profile_templates_auto_update;
DROP INDEX idx_profile_templates_name;

DROP INDEX idx_feature_usage_created;
DROP INDEX idx_feature_usage_switches;
DROP INDEX idx_feature_usage_fallbacks;
DROP INDEX idx_feature_usage_conv;

DROP INDEX idx_cost_analytics_created;
DROP INDEX idx_cost_analytics_efficiency;
DROP INDEX idx_cost_analytics_budget;
DROP INDEX idx_cost_analytics_cost;
DROP INDEX idx_cost_analytics_conv;

DROP INDEX idx_consensus_metrics_created;
DROP INDEX idx_consensus_metrics_category;
DROP INDEX idx_consensus_metrics_complexity;
DROP INDEX idx_consensus_metrics_rating;
DROP INDEX idx_consensus_metrics_improvement;
DROP INDEX idx_consensus_metrics_conv;

DROP INDEX idx_model_rankings_collected;
DROP INDEX idx_model_rankings_period;
DROP INDEX idx_model_rankings_score;
DROP INDEX idx_model_rankings_position;
DROP INDEX idx_model_rankings_source;
DROP INDEX idx_model_rankings_model;

DROP INDEX idx_provider_performance_measured;
DROP INDEX idx_provider_performance_success;
DROP INDEX idx_provider_performance_latency;
DROP INDEX idx_provider_performance_variant;
DROP INDEX idx_provider_performance_provider;
DROP INDEX idx_provider_performance_model;

DROP INDEX idx_pending_sync_attempts;
DROP INDEX idx_pending_sync_created;
DROP INDEX idx_pending_sync_user;

DROP INDEX idx_conversation_threads_created;
DROP INDEX idx_conversation_threads_type;
DROP INDEX idx_conversation_threads_parent;
DROP INDEX idx_conversation_threads_child;

DROP INDEX idx_improvement_patterns_question_type;
DROP INDEX idx_improvement_patterns_type;
DROP INDEX idx_improvement_patterns_stages;
DROP INDEX idx_improvement_patterns_conv;

DROP INDEX idx_conversation_keywords_conv;

DROP INDEX idx_conversation_topics_conv;

DROP INDEX idx_conversation_context_type;
DROP INDEX idx_conversation_context_ref;
DROP INDEX idx_conversation_context_conv;

DROP INDEX idx_curator_truths_confidence;
DROP INDEX idx_curator_truths_conv;

DROP INDEX idx_knowledge_conversations_created;
DROP INDEX idx_knowledge_conversations_question;
DROP INDEX idx_knowledge_conversations_id;

DROP INDEX idx_conversation_usage_user_id;
DROP INDEX idx_usage_timestamp_legacy;
DROP INDEX idx_usage_conversation;

DROP INDEX idx_budget_user;

DROP INDEX idx_usage_records_conversation_id;
DROP INDEX idx_usage_timestamp;
DROP INDEX idx_usage_user;

DROP INDEX idx_messages_conversation;

DROP INDEX idx_conversations_profile;
DROP INDEX idx_conversations_user;

DROP INDEX idx_consensus_profiles_pipeline;

DROP INDEX idx_pipeline_profiles_curator_model_internal_id;
DROP INDEX idx_pipeline_profiles_validator_model_internal_id;
DROP INDEX idx_pipeline_profiles_refiner_model_internal_id;
DROP INDEX idx_pipeline_profiles_generator_model_internal_id;
DROP INDEX idx_profiles_default;
DROP INDEX idx_pipeline_profiles_user;
DROP INDEX idx_profiles_name;

DROP INDEX idx_models_provider_name;
DROP INDEX idx_models_provider;
DROP INDEX idx_models_name;

DROP INDEX idx_configurations_user;
