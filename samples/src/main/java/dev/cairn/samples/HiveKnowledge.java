package dev.cairn.samples;

import java.sql.SQLException;
import java.util.List;

/** What was learned from conversations: one truth for every second, topics and keywords for all. */
final class HiveKnowledge {
    private static final List<String> TOPICS =
            List.of("databases", "networks", "compilers", "cooking", "travel", "music");

    private final Tables tables;
    private final Draw draw;
    private final List<String> conversations;

    HiveKnowledge(Tables tables, Draw draw, List<String> conversations) {
        this.tables = tables;
        this.draw = draw;
        this.conversations = conversations;
    }

    void fill() throws SQLException {
        answers();
        subjects();
        relations();
        patterns();
    }

    private void answers() throws SQLException {
        try (Inserter knowledge = tables.into(
                        "knowledge_conversations",
                        "id, conversation_id, question, final_answer, source_of_truth, created_at");
                Inserter truths = tables.into(
                        "curator_truths",
                        "conversation_id, curator_output, confidence_score, topic_summary, created_at")) {
            for (int i = 0; i < conversations.size(); i += 2) {
                String answer = draw.words(40 + draw.skewed(300));
                var at = draw.recently(400);
                knowledge.row(draw.uuid().toString(), conversations.get(i), draw.words(12), answer, answer, at);
                truths.row(conversations.get(i), answer, 0.5 + draw.below(50) / 100.0, draw.words(6), at);
            }
        }
    }

    private void subjects() throws SQLException {
        try (Inserter topics = tables.into("conversation_topics", "conversation_id, topic, relevance_score");
                Inserter keywords = tables.into("conversation_keywords", "conversation_id, keyword, frequency")) {
            for (String conversation : conversations) {
                topics.row(conversation, draw.pickSkewed(TOPICS), draw.below(100) / 100.0);
                for (int i = 0; i < 3; i++) {
                    keywords.row(conversation, draw.words(1), 1 + draw.skewed(20));
                }
            }
        }
    }

    private String earlier(int conversation) {
        return conversations.get(draw.below(conversation));
    }

    private void relations() throws SQLException {
        try (Inserter contexts = tables.into(
                        "conversation_context",
                        "conversation_id, referenced_conversation_id, relevance_score, context_type");
                Inserter threads = tables.into(
                        "conversation_threads",
                        "child_conversation_id, parent_conversation_id, thread_type, reference_text")) {
            for (int i = 1; i < conversations.size(); i += 3) {
                contexts.row(
                        conversations.get(i),
                        earlier(i),
                        draw.below(100) / 100.0,
                        draw.of(60, "recent_24h", 30, "thematic", 10, "direct_reference"));
                threads.row(
                        conversations.get(i),
                        earlier(i),
                        draw.of(50, "follow_up", 20, "clarification", 10, "list_reference", 20, "continuation"),
                        draw.maybe(0.5, draw.words(5)));
            }
        }
    }

    private void patterns() throws SQLException {
        try (Inserter rows = tables.into(
                "improvement_patterns",
                "conversation_id, from_stage, to_stage, improvement_type, description, question_type, improvement_score")) {
            for (int i = 0; i < conversations.size(); i += 4) {
                rows.row(
                        conversations.get(i),
                        "generator",
                        draw.pick(List.of("refiner", "validator", "curator")),
                        draw.of(50, "clarity", 30, "accuracy", 20, "depth"),
                        draw.words(12),
                        draw.of(60, "factual", 40, "open"),
                        draw.below(100) / 100.0);
            }
        }
    }
}
