-- description: What conversations established, with their topics, keywords and references.
-- depends: 001

CREATE TABLE knowledge_conversations (
    id TEXT PRIMARY KEY,
    conversation_id TEXT REFERENCES conversations (id),
    question TEXT NOT NULL,
    final_answer TEXT NOT NULL,
    source_of_truth TEXT NOT NULL,
    conversation_context TEXT,
    profile_id TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP,
    last_updated TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE curator_truths (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL UNIQUE REFERENCES conversations (id),
    curator_output TEXT NOT NULL,
    confidence_score REAL NOT NULL,
    topic_summary TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE conversation_context (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    referenced_conversation_id TEXT NOT NULL REFERENCES conversations (id),
    relevance_score REAL DEFAULT 1.0,
    context_type TEXT CHECK (context_type IN ('recent_24h', 'thematic', 'direct_reference')),
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE conversation_topics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    topic TEXT NOT NULL,
    relevance_score REAL DEFAULT 1.0,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE conversation_keywords (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    keyword TEXT NOT NULL,
    frequency INTEGER DEFAULT 1,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP
);
