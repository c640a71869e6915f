-- description: Drop the knowledge of conversations.

DROP TABLE conversation_keywords;
DROP TABLE conversation_topics;
DROP TABLE conversation_context;
DROP TABLE curator_truths;
DROP TABLE knowledge_conversations;
