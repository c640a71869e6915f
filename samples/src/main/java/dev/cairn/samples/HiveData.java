package dev.cairn.samples;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** So many messages in an eighth as many conversations, and what is known of those in a few dozen tables. */
final class HiveData {
    private static final List<String> STAGES = List.of("generator", "refiner", "validator", "curator");
    private static final List<String> PROVIDERS = List.of("openai", "anthropic", "mistral", "meta", "google");

    private final Tables tables;
    private final Draw draw;
    private final int size;
    private final int modelCount;
    private final List<String> users = new ArrayList<>();
    private final List<String> profiles = new ArrayList<>();
    private final List<String> conversations = new ArrayList<>();

    HiveData(Tables tables, Draw draw, int size) {
        this.tables = tables;
        this.draw = draw;
        this.size = size;
        this.modelCount = 60;
    }

    void fill() throws SQLException {
        users();
        models();
        profiles();
        settings();
        conversations();
        messages();
        usage();
        new HiveKnowledge(tables, draw, conversations).fill();
        new HiveAnalytics(tables, draw, conversations, users, modelCount).fill();
    }

    private String id() {
        return draw.uuid().toString();
    }

    private String aUser() {
        return users.get(draw.skewed(users.size()));
    }

    private String aModel() {
        int number = 1 + draw.skewed(modelCount);
        return PROVIDERS.get(number % PROVIDERS.size()) + "/model-" + number;
    }

    private void users() throws SQLException {
        try (Inserter rows = tables.into("users", "id, email, license_key, tier, created_at")) {
            for (int i = 0; i < Math.max(5, size / 200); i++) {
                String id = id();
                users.add(id);
                String email = (draw.firstName() + "." + draw.lastName() + i).toLowerCase(Locale.ROOT) + "@example.org";
                rows.row(
                        id,
                        email,
                        draw.maybe(0.4, draw.hex(24)),
                        draw.of(70, "FREE", 25, "PRO", 5, "TEAM"),
                        draw.recently(900));
            }
        }
        try (Inserter rows = tables.into(
                "budget_limits", "id, user_id, period_type, limit_amount, current_spent, period_start, period_end")) {
            for (int i = 0; i < users.size(); i += 2) {
                rows.row(
                        id(),
                        users.get(i),
                        "monthly",
                        10.0 + draw.below(90),
                        draw.below(2_000) / 100.0,
                        Draw.NOW.minusSeconds(2_592_000),
                        Draw.NOW);
            }
        }
    }

    private void models() throws SQLException {
        try (Inserter rows = tables.into("openrouter_providers", "id, name, display_name, model_count, last_updated")) {
            for (String provider : PROVIDERS) {
                rows.row(
                        provider,
                        provider,
                        provider.toUpperCase(Locale.ROOT),
                        modelCount / PROVIDERS.size(),
                        draw.recently(5));
            }
        }
        try (Inserter rows = tables.into(
                "openrouter_models",
                "openrouter_id, name, provider_id, provider_name, description, pricing_input, pricing_output, "
                        + "context_window, created_at, last_updated")) {
            for (int number = 1; number <= modelCount; number++) {
                String provider = PROVIDERS.get(number % PROVIDERS.size());
                rows.row(
                        provider + "/model-" + number,
                        "Model " + number,
                        provider,
                        provider,
                        draw.words(15),
                        draw.below(1_000) / 1e6,
                        draw.below(3_000) / 1e6,
                        4_096 << draw.below(6),
                        draw.recently(900).getEpochSecond(),
                        draw.recently(5));
            }
        }
    }

    private int aModelNumber() {
        return 1 + draw.skewed(modelCount);
    }

    private void profiles() throws SQLException {
        List<String> pipelines = new ArrayList<>();
        try (Inserter rows = tables.into(
                "pipeline_profiles",
                "id, name, user_id, is_default, generator_model_internal_id, refiner_model_internal_id, "
                        + "validator_model_internal_id, curator_model_internal_id")) {
            for (int i = 0; i < 20; i++) {
                String id = id();
                pipelines.add(id);
                rows.row(
                        id,
                        "Pipeline " + i,
                        draw.maybe(0.5, aUser()),
                        i == 0 ? 1 : 0,
                        aModelNumber(),
                        aModelNumber(),
                        aModelNumber(),
                        aModelNumber());
            }
        }
        try (Inserter rows = tables.into(
                "consensus_profiles",
                "id, profile_name, pipeline_profile_id, generator_model, refiner_model, validator_model, curator_model")) {
            for (int i = 0; i < 20; i++) {
                String id = id();
                profiles.add(id);
                rows.row(
                        id,
                        "Profile " + i,
                        draw.maybe(0.8, draw.pick(pipelines)),
                        aModel(),
                        aModel(),
                        aModel(),
                        aModel());
            }
        }
        try (Inserter rows = tables.into(
                "profile_templates", "id, name, description, selection_criteria, scope_applicability, usage_count")) {
            for (int i = 0; i < 10; i++) {
                rows.row(id(), "Template " + i, draw.words(12), "{\"quality\":" + i + "}", "all", draw.skewed(500));
            }
        }
    }

    private void settings() throws SQLException {
        try (Inserter rows = tables.into("configurations", "key, value, user_id")) {
            for (int i = 0; i < 30; i++) {
                rows.row("configuration." + i, draw.words(3), draw.maybe(0.3, aUser()));
            }
        }
        try (Inserter rows = tables.into("settings", "key, value, description")) {
            for (int i = 0; i < 30; i++) {
                rows.row("setting." + i, Integer.toString(draw.below(100)), draw.words(8));
            }
        }
        try (Inserter rows = tables.into("consensus_settings", "key, value")) {
            for (int i = 0; i < 10; i++) {
                rows.row("consensus." + i, Integer.toString(draw.below(100)));
            }
        }
        try (Inserter rows = tables.into(
                "sync_metadata", "id, sync_type, started_at, completed_at, status, models_synced, next_sync_due")) {
            for (int i = 0; i < 60; i++) {
                rows.row(id(), "models", draw.recently(60), draw.recently(60), "completed", modelCount, Draw.NOW);
            }
        }
    }

    private void conversations() throws SQLException {
        try (Inserter rows = tables.into(
                "conversations",
                "id, user_id, consensus_profile_id, total_cost, input_tokens, output_tokens, start_time, end_time, "
                        + "quality_score, created_at")) {
            for (int i = 0; i < Math.max(10, size / 8); i++) {
                String id = id();
                conversations.add(id);
                var start = draw.recently(400);
                rows.row(
                        id,
                        aUser(),
                        draw.maybe(0.9, draw.pickSkewed(profiles)),
                        draw.skewed(5_000) / 1_000.0,
                        100 + draw.skewed(20_000),
                        100 + draw.skewed(8_000),
                        start,
                        draw.maybe(0.9, draw.after(start, 1)),
                        0.5 + draw.below(50) / 100.0,
                        start);
            }
        }
    }

    private void messages() throws SQLException {
        try (Inserter rows =
                tables.into("messages", "id, conversation_id, role, content, stage, model_used, timestamp")) {
            for (int i = 0; i < size; i++) {
                boolean asked = draw.chance(0.3);
                rows.row(
                        id(),
                        conversations.get(draw.skewed(conversations.size())),
                        asked ? "user" : "assistant",
                        draw.words(10 + draw.skewed(asked ? 60 : 500)),
                        asked ? null : draw.pick(STAGES),
                        asked ? null : aModel(),
                        draw.recently(400));
            }
        }
    }

    private void usage() throws SQLException {
        try (Inserter rows = tables.into(
                "usage_records",
                "id, user_id, conversation_id, action_type, cost, tokens_input, tokens_output, model_used, timestamp")) {
            for (int i = 0; i < size / 2; i++) {
                rows.row(
                        id(),
                        aUser(),
                        conversations.get(draw.skewed(conversations.size())),
                        draw.of(80, "completion", 15, "search", 5, "export"),
                        draw.skewed(1_000) / 10_000.0,
                        draw.skewed(4_000),
                        draw.skewed(2_000),
                        aModel(),
                        draw.recently(400));
            }
        }
        try (Inserter rows = tables.into("conversation_usage", "conversation_id, user_id, timestamp")) {
            for (String conversation : conversations) {
                rows.row(conversation, aUser(), draw.recently(400));
            }
        }
        try (Inserter rows = tables.into(
                "pending_sync", "conversation_id, user_id, question_hash, conversation_token, sync_attempts")) {
            for (int i = 0; i < Math.min(20, conversations.size()); i++) {
                rows.row(conversations.get(i), aUser(), draw.hex(32), draw.hex(48), draw.below(4));
            }
        }
    }
}
