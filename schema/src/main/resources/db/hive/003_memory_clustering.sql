-- description: Patterns of improvement between stages, and threads of conversations.
-- depends: 001

CREATE TABLE improvement_patterns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    from_stage TEXT NOT NULL,
    to_stage TEXT NOT NULL,
    improvement_type TEXT NOT NULL,
    description TEXT NOT NULL,
    question_type TEXT NOT NULL,
    before_content TEXT,
    after_content TEXT,
    improvement_score REAL,
    meta_commentary TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE conversation_threads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    child_conversation_id TEXT NOT NULL REFERENCES conversations (id),
    parent_conversation_id TEXT NOT NULL REFERENCES conversations (id),
    thread_type TEXT
        CHECK (thread_type IN ('follow_up', 'clarification', 'list_reference', 'continuation')),
    reference_text TEXT,
    confidence_score REAL DEFAULT 1.0,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);
