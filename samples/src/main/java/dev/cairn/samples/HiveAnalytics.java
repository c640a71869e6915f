package dev.cairn.samples;

import java.sql.SQLException;
import java.util.List;

/** What was measured of models and conversations. */
final class HiveAnalytics {
    private static final List<String> EVENTS = List.of(
            "stage_complete",
            "stage_start",
            "query_complete",
            "query_start",
            "pipeline_complete",
            "model_switch",
            "fallback",
            "query_error",
            "cost_alert");

    private final Tables tables;
    private final Draw draw;
    private final List<String> conversations;
    private final List<String> users;
    private final int models;

    HiveAnalytics(Tables tables, Draw draw, List<String> conversations, List<String> users, int models) {
        this.tables = tables;
        this.draw = draw;
        this.conversations = conversations;
        this.users = users;
        this.models = models;
    }

    void fill() throws SQLException {
        models();
        quality();
        features();
        activity();
    }

    private void models() throws SQLException {
        try (Inserter performance = tables.into(
                        "provider_performance",
                        "model_internal_id, provider_name, avg_latency_ms, success_rate, cost_per_token, measured_at");
                Inserter rankings = tables.into(
                        "model_rankings",
                        "model_internal_id, ranking_source, rank_position, usage_percentage, relative_score, "
                                + "period_start, period_end, collected_at")) {
            for (int i = 0; i < models * 20; i++) {
                int model = 1 + i % models;
                var at = draw.recently(30);
                performance.row(
                        model,
                        "provider-" + model % 5,
                        200 + draw.skewed(5_000),
                        0.9 + draw.below(100) / 1e3,
                        draw.below(100) / 1e6,
                        at);
                rankings.row(
                        model,
                        "weekly",
                        1 + draw.below(models),
                        draw.skewed(1_000) / 100.0,
                        draw.below(100) / 100.0,
                        at,
                        Draw.NOW,
                        at);
            }
        }
    }

    private void quality() throws SQLException {
        try (Inserter consensus = tables.into(
                        "consensus_metrics",
                        "conversation_id, baseline_model, baseline_result, consensus_result, improvement_score, "
                                + "quality_metrics, cost_comparison, time_comparison, user_rating, question_complexity");
                Inserter costs = tables.into(
                        "cost_analytics",
                        "conversation_id, total_cost, cost_per_stage, tokens_per_stage, budget_utilized_percentage")) {
            for (int i = 0; i < conversations.size(); i += 3) {
                consensus.row(
                        conversations.get(i),
                        "model-" + draw.below(models),
                        draw.words(20),
                        draw.words(30),
                        draw.below(100) / 100.0,
                        "{\"clarity\":" + draw.below(10) + "}",
                        "{\"ratio\":1." + draw.below(9) + "}",
                        "{\"ratio\":2." + draw.below(9) + "}",
                        draw.maybe(0.3, 1 + draw.below(5)),
                        draw.of(50, "simple", 35, "moderate", 15, "complex"));
                costs.row(
                        conversations.get(i),
                        draw.skewed(5_000) / 1e3,
                        "[1,2,3,4]",
                        "[100,200,300,400]",
                        draw.below(100));
            }
        }
    }

    private void features() throws SQLException {
        try (Inserter features = tables.into(
                        "feature_usage", "conversation_id, features_used, fallback_events, provider_switches");
                Inserter selections = tables.into(
                        "model_selection_history",
                        "conversation_id, selection_criteria, selected_models, user_feedback");
                Inserter performance = tables.into(
                        "performance_metrics",
                        "timestamp, conversation_id, total_duration, overall_efficiency, total_cost")) {
            for (int i = 0; i < conversations.size(); i += 2) {
                String conversation = conversations.get(i);
                features.row(conversation, "[\"routing\"]", draw.skewed(3), draw.skewed(3));
                selections.row(conversation, "{\"cost\":\"low\"}", "[1,2,3,4]", draw.maybe(0.2, 1 + draw.below(5)));
                performance.row(
                        draw.recently(400),
                        conversation,
                        500 + draw.skewed(60_000),
                        draw.below(100) / 100.0,
                        draw.skewed(500) / 1e3);
            }
        }
    }

    private void activity() throws SQLException {
        try (Inserter rows = tables.into(
                "activity_log",
                "event_type, conversation_id, user_id, stage, cost, duration_ms, tokens_used, created_at")) {
            for (int i = 0; i < conversations.size() * 6; i++) {
                String event = draw.pickSkewed(EVENTS);
                boolean stage = event.startsWith("stage");
                rows.row(
                        event,
                        conversations.get(draw.skewed(conversations.size())),
                        users.get(draw.skewed(users.size())),
                        stage ? draw.pick(List.of("generator", "refiner", "validator", "curator")) : null,
                        draw.skewed(100) / 1e4,
                        draw.skewed(20_000),
                        draw.skewed(4_000),
                        draw.recently(400));
            }
        }
    }
}
