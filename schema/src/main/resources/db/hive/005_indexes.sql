-- description: Indexes for lookups, sorting and foreign keys.
-- depends: 001, 002, 003, 004

CREATE INDEX idx_configurations_user ON configurations (user_id);

CREATE INDEX idx_models_name ON openrouter_models (name);
CREATE INDEX idx_models_provider ON openrouter_models (provider_id);
CREATE INDEX idx_models_provider_name ON openrouter_models (provider_name);

CREATE INDEX idx_profiles_name ON pipeline_profiles (name);
CREATE INDEX idx_pipeline_profiles_user ON pipeline_profiles (user_id);
CREATE INDEX idx_profiles_default ON pipeline_profiles (is_default);
CREATE INDEX idx_pipeline_profiles_generator_model_internal_id ON pipeline_profiles (generator_model_internal_id);
CREATE INDEX idx_pipeline_profiles_refiner_model_internal_id ON pipeline_profiles (refiner_model_internal_id);
CREATE INDEX idx_pipeline_profiles_validator_model_internal_id ON pipeline_profiles (validator_model_internal_id);
CREATE INDEX idx_pipeline_profiles_curator_model_internal_id ON pipeline_profiles (curator_model_internal_id);

CREATE INDEX idx_consensus_profiles_pipeline ON consensus_profiles (pipeline_profile_id);

CREATE INDEX idx_conversations_user ON conversations (user_id);
CREATE INDEX idx_conversations_profile ON conversations (consensus_profile_id);

CREATE INDEX idx_messages_conversation ON messages (conversation_id);

CREATE INDEX idx_usage_user ON usage_records (user_id);
CREATE INDEX idx_usage_timestamp ON usage_records (timestamp);
CREATE INDEX idx_usage_records_conversation_id ON usage_records (conversation_id);

CREATE INDEX idx_budget_user ON budget_limits (user_id);

CREATE INDEX idx_usage_conversation ON conversation_usage (conversation_id);
CREATE INDEX idx_usage_timestamp_legacy ON conversation_usage (timestamp);
CREATE INDEX idx_conversation_usage_user_id ON conversation_usage (user_id);

CREATE INDEX idx_knowledge_conversations_id ON knowledge_conversations (conversation_id);
CREATE INDEX idx_knowledge_conversations_question ON knowledge_conversations (question);
CREATE INDEX idx_knowledge_conversations_created ON knowledge_conversations (created_at DESC);

CREATE INDEX idx_curator_truths_conv ON curator_truths (conversation_id);
CREATE INDEX idx_curator_truths_confidence ON curator_truths (confidence_score DESC);

CREATE INDEX idx_conversation_context_conv ON conversation_context (conversation_id);
CREATE INDEX idx_conversation_context_ref ON conversation_context (referenced_conversation_id);
CREATE INDEX idx_conversation_context_type ON conversation_context (context_type);

CREATE INDEX idx_conversation_topics_conv ON conversation_topics (conversation_id);

CREATE INDEX idx_conversation_keywords_conv ON conversation_keywords (conversation_id);

CREATE INDEX idx_improvement_patterns_conv ON improvement_patterns (conversation_id);
CREATE INDEX idx_improvement_patterns_stages ON improvement_patterns (from_stage, to_stage);
CREATE INDEX idx_improvement_patterns_type ON improvement_patterns (improvement_type);
CREATE INDEX idx_improvement_patterns_question_type ON improvement_patterns (question_type);

CREATE INDEX idx_conversation_threads_child ON conversation_threads (child_conversation_id);
CREATE INDEX idx_conversation_threads_parent ON conversation_threads (parent_conversation_id);
CREATE INDEX idx_conversation_threads_type ON conversation_threads (thread_type);
CREATE INDEX idx_conversation_threads_created ON conversation_threads (created_at DESC);

CREATE INDEX idx_pending_sync_user ON pending_sync (user_id);
CREATE INDEX idx_pending_sync_created ON pending_sync (created_at);
CREATE INDEX idx_pending_sync_attempts ON pending_sync (sync_attempts);

CREATE INDEX idx_provider_performance_model ON provider_performance (model_internal_id);
CREATE INDEX idx_provider_performance_provider ON provider_performance (provider_name);
CREATE INDEX idx_provider_performance_variant ON provider_performance (routing_variant);
CREATE INDEX idx_provider_performance_latency ON provider_performance (avg_latency_ms ASC);
CREATE INDEX idx_provider_performance_success ON provider_performance (success_rate DESC);
CREATE INDEX idx_provider_performance_measured ON provider_performance (measured_at DESC);

CREATE INDEX idx_model_rankings_model ON model_rankings (model_internal_id);
CREATE INDEX idx_model_rankings_source ON model_rankings (ranking_source);
CREATE INDEX idx_model_rankings_position ON model_rankings (rank_position ASC);
CREATE INDEX idx_model_rankings_score ON model_rankings (relative_score DESC);
CREATE INDEX idx_model_rankings_period ON model_rankings (period_start, period_end);
CREATE INDEX idx_model_rankings_collected ON model_rankings (collected_at DESC);

CREATE INDEX idx_consensus_metrics_conv ON consensus_metrics (conversation_id);
CREATE INDEX idx_consensus_metrics_improvement ON consensus_metrics (improvement_score DESC);
CREATE INDEX idx_consensus_metrics_rating ON consensus_metrics (user_rating DESC);
CREATE INDEX idx_consensus_metrics_complexity ON consensus_metrics (question_complexity);
CREATE INDEX idx_consensus_metrics_category ON consensus_metrics (question_category);
CREATE INDEX idx_consensus_metrics_created ON consensus_metrics (created_at DESC);

CREATE INDEX idx_cost_analytics_conv ON cost_analytics (conversation_id);
CREATE INDEX idx_cost_analytics_cost ON cost_analytics (total_cost DESC);
CREATE INDEX idx_cost_analytics_budget ON cost_analytics (budget_utilized_percentage DESC);
CREATE INDEX idx_cost_analytics_efficiency ON cost_analytics (cost_efficiency_score DESC);
CREATE INDEX idx_cost_analytics_created ON cost_analytics (created_at DESC);

CREATE INDEX idx_feature_usage_conv ON feature_usage (conversation_id);
CREATE INDEX idx_feature_usage_fallbacks ON feature_usage (fallback_events DESC);
CREATE INDEX idx_feature_usage_switches ON feature_usage (provider_switches DESC);
CREATE INDEX idx_feature_usage_created ON feature_usage (created_at DESC);

CREATE INDEX idx_profile_templates_name ON profile_templates (name);
CREATE INDEX idx_profile_templates_auto_update ON profile_templates (auto_update);
CREATE INDEX idx_profile_templates_expert ON profile_templates (expert_mode);
CREATE INDEX idx_profile_templates_usage ON profile_templates (usage_count DESC);
CREATE INDEX idx_profile_templates_effectiveness ON profile_templates (effectiveness_score DESC);

CREATE INDEX idx_model_selection_conv ON model_selection_history (conversation_id);
CREATE INDEX idx_model_selection_feedback ON model_selection_history (user_feedback DESC);
CREATE INDEX idx_model_selection_template ON model_selection_history (template_used);
CREATE INDEX idx_model_selection_created ON model_selection_history (created_at DESC);

CREATE INDEX idx_performance_metrics_timestamp ON performance_metrics (timestamp DESC);
CREATE INDEX idx_performance_metrics_conv ON performance_metrics (conversation_id);
CREATE INDEX idx_performance_metrics_duration ON performance_metrics (total_duration);
CREATE INDEX idx_performance_metrics_cost ON performance_metrics (total_cost);

CREATE INDEX idx_activity_log_event ON activity_log (event_type);
CREATE INDEX idx_activity_log_conversation ON activity_log (conversation_id);
CREATE INDEX idx_activity_log_user ON activity_log (user_id);
CREATE INDEX idx_activity_log_stage ON activity_log (stage);
CREATE INDEX idx_activity_log_created ON activity_log (created_at DESC);
