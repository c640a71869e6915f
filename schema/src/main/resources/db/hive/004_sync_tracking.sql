-- description: Conversations waiting for synchronisation, and figures on models, costs, features and performance.
-- depends: 001

CREATE TABLE pending_sync (
    conversation_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    question_hash TEXT NOT NULL,
    conversation_token TEXT NOT NULL,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP,
    sync_attempts INTEGER DEFAULT 0,
    last_attempt_at TEXT,
    error_message TEXT
);

CREATE TABLE provider_performance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    model_internal_id INTEGER NOT NULL REFERENCES openrouter_models (internal_id),
    provider_name TEXT NOT NULL,
    routing_variant TEXT,
    avg_latency_ms INTEGER,
    success_rate REAL DEFAULT 1.0,
    cost_per_token REAL,
    uptime_24h REAL DEFAULT 1.0,
    error_rate REAL DEFAULT 0.0,
    last_success_at TEXT,
    last_failure_at TEXT,
    measured_at TEXT DEFAULT CURRENT_TIMESTAMP,
    measurement_period_hours INTEGER DEFAULT 24
);

CREATE TABLE model_rankings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    model_internal_id INTEGER NOT NULL REFERENCES openrouter_models (internal_id),
    ranking_source TEXT NOT NULL,
    rank_position INTEGER NOT NULL,
    usage_percentage REAL NOT NULL,
    relative_score REAL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    collected_at TEXT DEFAULT CURRENT_TIMESTAMP,
    data_quality TEXT DEFAULT 'scraped'
);

CREATE TABLE consensus_metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    baseline_model TEXT NOT NULL,
    baseline_result TEXT NOT NULL,
    consensus_result TEXT NOT NULL,
    improvement_score REAL NOT NULL,
    quality_metrics TEXT NOT NULL,
    cost_comparison TEXT NOT NULL,
    time_comparison TEXT NOT NULL,
    user_rating INTEGER,
    question_complexity TEXT NOT NULL,
    question_category TEXT,
    effectiveness_notes TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE cost_analytics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    total_cost REAL NOT NULL,
    cost_per_stage TEXT NOT NULL,
    tokens_per_stage TEXT NOT NULL,
    routing_optimizations TEXT,
    budget_threshold REAL,
    budget_utilized_percentage REAL,
    cost_efficiency_score REAL,
    optimization_opportunities TEXT,
    provider_breakdown TEXT,
    savings_achieved REAL DEFAULT 0.0,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE feature_usage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    features_used TEXT NOT NULL,
    routing_variants_used TEXT,
    fallback_events INTEGER DEFAULT 0,
    provider_switches INTEGER DEFAULT 0,
    rate_limit_hits INTEGER DEFAULT 0,
    error_recoveries INTEGER DEFAULT 0,
    performance_metrics TEXT,
    advanced_features_used TEXT,
    cost_optimizations_applied TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE profile_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    template_version TEXT DEFAULT '1.0',
    selection_criteria TEXT NOT NULL,
    routing_preferences TEXT,
    cost_controls TEXT,
    performance_targets TEXT,
    scope_applicability TEXT NOT NULL,
    auto_update BOOLEAN DEFAULT 1,
    learning_enabled BOOLEAN DEFAULT 1,
    expert_mode BOOLEAN DEFAULT 0,
    created_by TEXT,
    usage_count INTEGER DEFAULT 0,
    effectiveness_score REAL,
    last_updated TEXT DEFAULT CURRENT_TIMESTAMP,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE model_selection_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    selection_criteria TEXT NOT NULL,
    selected_models TEXT NOT NULL,
    selection_reasoning TEXT,
    alternative_models TEXT,
    selection_performance TEXT,
    user_feedback INTEGER,
    learning_applied BOOLEAN DEFAULT 0,
    template_used TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE performance_metrics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp TEXT NOT NULL,
    conversation_id TEXT REFERENCES conversations (id),
    total_duration INTEGER NOT NULL,
    overall_efficiency REAL DEFAULT 0,
    openrouter_latency INTEGER DEFAULT 0,
    memory_usage INTEGER DEFAULT 0,
    total_cost REAL DEFAULT 0,
    quality_score REAL DEFAULT 0,
    metrics_data TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE activity_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_type TEXT NOT NULL
        CHECK (event_type IN (
            'query_start', 'query_complete', 'query_error', 'model_switch', 'fallback',
            'rate_limit', 'stage_start', 'stage_complete', 'stage_error', 'pipeline_complete',
            'export', 'budget_alert', 'cost_alert', 'quality_alert', 'performance_alert'
        )),
    conversation_id TEXT REFERENCES conversations (id),
    user_id TEXT REFERENCES users (id),
    stage TEXT CHECK (stage IN ('generator', 'refiner', 'validator', 'curator')),
    model_used TEXT,
    provider_name TEXT,
    cost REAL,
    duration_ms INTEGER,
    tokens_used INTEGER,
    error_message TEXT,
    metadata TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);
