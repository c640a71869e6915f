package dev.cairn.samples;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * So many users, half as many documents, three activities each and what goes with them. A few users write most of the
 * documents, a few documents have most of the collaborators, and most of what happened happened lately.
 */
final class PqsData {
    private static final List<String> RANKS = List.of("Captain", "First officer", "Engineer", "Inspector", "Trainee");
    private static final List<String> ACTIVITIES = List.of("view", "login", "update", "logout", "create", "export");
    private static final List<String> RESOURCES = List.of("document", "template", "user", "session", "backup");
    private static final List<String> AGENTS =
            List.of("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (X11; Linux x86_64)", "pqs-client/2.4");

    private final Tables tables;
    private final Draw draw;
    private final int users;
    private final int templates;
    private final int documents;

    PqsData(Tables tables, Draw draw, int size) {
        this.tables = tables;
        this.draw = draw;
        this.users = size;
        this.templates = Math.max(20, size / 1_000);
        this.documents = size / 2;
    }

    void fill() throws SQLException {
        users();
        avatars();
        templates();
        documents();
        collaborators();
        changes();
        sessions();
        activities();
        operations();
    }

    /** Keys count from 1; the lower, the more often it is drawn. */
    private int aUser() {
        return 1 + draw.skewed(users);
    }

    private int aDocument() {
        return 1 + draw.skewed(documents);
    }

    private String role() {
        return draw.of(70, "user", 15, "visitor", 8, "editor", 5, "reviewer", 2, "admin");
    }

    private void users() throws SQLException {
        try (Inserter rows = tables.into(
                "users",
                "username, email, password_hash, full_name, rank, role, is_active, avatar_path, avatar_updated_at, "
                        + "avatar_mime, avatar_size, created_at, updated_at, last_login_at, login_count, "
                        + "failed_login_attempts, locked_until")) {
            for (int id = 1; id <= users; id++) {
                String first = draw.firstName();
                String last = draw.lastName();
                String name =
                        String.format(Locale.ROOT, "%s.%s.%d", first, last, id).toLowerCase(Locale.ROOT);
                Instant created = draw.recently(2_000);
                boolean avatar = draw.chance(0.4);
                boolean seen = draw.chance(0.95);
                rows.row(
                        name,
                        name + "@example.org",
                        draw.hex(64),
                        first + " " + last,
                        draw.maybe(0.6, draw.pickSkewed(RANKS)),
                        role(),
                        draw.chance(0.97) ? 1 : 0,
                        avatar ? "/avatars/" + id + ".png" : null,
                        avatar ? draw.after(created, 300) : null,
                        avatar ? "image/png" : null,
                        avatar ? 2_000 + draw.skewed(60_000) : null,
                        created,
                        draw.after(created, 400),
                        seen ? draw.recently(30) : null,
                        seen ? 1 + draw.skewed(2_000) : 0,
                        draw.skewed(4),
                        draw.maybe(0.1, draw.recently(300)));
            }
        }
    }

    private void avatars() throws SQLException {
        try (Inserter rows =
                tables.into("avatars", "user_id, avatar_data, mime_type, file_size, created_at, updated_at")) {
            for (int i = 0; i < users / 100; i++) {
                byte[] image = draw.bytes(500 + draw.skewed(8_000));
                Instant created = draw.recently(1_000);
                rows.row(aUser(), image, "image/png", image.length, created, created);
            }
        }
    }

    private void templates() throws SQLException {
        try (Inserter rows = tables.into(
                "templates",
                "name, description, section, template_content, template_hash, fields, is_active, is_system, created_by, "
                        + "updated_by, created_at, updated_at")) {
            for (int id = 1; id <= templates; id++) {
                Instant created = draw.recently(2_000);
                rows.row(
                        "Template " + id,
                        draw.maybe(0.7, draw.words(12)),
                        1 + draw.below(20),
                        draw.words(100 + draw.skewed(300)),
                        draw.hex(32),
                        "[{\"name\":\"title\",\"type\":\"text\"},{\"name\":\"due\",\"type\":\"date\"}]",
                        draw.chance(0.9) ? 1 : 0,
                        draw.chance(0.1) ? 1 : 0,
                        aUser(),
                        draw.maybe(0.5, aUser()),
                        created,
                        draw.after(created, 500));
            }
        }
    }

    private void documents() throws SQLException {
        try (Inserter rows = tables.into(
                "documents",
                "title, section, document_number, template_id, content, content_hash, metadata, status, version, "
                        + "created_by, updated_by, reviewed_by, approved_by, created_at, updated_at, reviewed_at, "
                        + "approved_at")) {
            for (int id = 1; id <= documents; id++) {
                String status = draw.of(30, "draft", 20, "review", 40, "approved", 10, "archived");
                boolean approved = status.equals("approved") || status.equals("archived");
                boolean reviewed = approved || draw.chance(0.2);
                Instant created = draw.recently(1_500);
                Instant updated = draw.after(created, 200);
                rows.row(
                        draw.words(3 + draw.below(5)),
                        1 + draw.skewed(20),
                        id,
                        draw.maybe(0.8, 1 + draw.skewed(templates)),
                        draw.words(20 + draw.skewed(400)),
                        draw.hex(32),
                        draw.maybe(0.6, "{\"pages\":" + (1 + draw.below(40)) + ",\"language\":\"en\"}"),
                        status,
                        1 + draw.skewed(12),
                        aUser(),
                        draw.maybe(0.7, aUser()),
                        reviewed ? aUser() : null,
                        approved ? aUser() : null,
                        created,
                        updated,
                        reviewed ? updated : null,
                        approved ? updated : null);
            }
        }
    }

    private void collaborators() throws SQLException {
        Set<Long> pairs = new HashSet<>();
        try (Inserter rows = tables.into(
                "document_collaborators",
                "document_id, user_id, role, permissions, invited_by, invited_at, joined_at, is_active")) {
            for (int i = 0; i < users; i++) {
                int document = aDocument();
                int user = aUser();
                if (pairs.add((long) document << 32 | user)) {
                    Instant invited = draw.recently(1_000);
                    rows.row(
                            document,
                            user,
                            draw.pick(List.of("owner", "editor", "viewer", "viewer")),
                            draw.maybe(0.3, "{\"comment\":true}"),
                            draw.maybe(0.9, aUser()),
                            invited,
                            draw.maybe(0.8, draw.after(invited, 30)),
                            draw.chance(0.9) ? 1 : 0);
                }
            }
        }
    }

    private void changes() throws SQLException {
        try (Inserter rows = tables.into(
                "document_changes",
                "document_id, user_id, change_type, old_content, new_content, change_summary, created_at")) {
            for (int i = 0; i < documents; i++) {
                boolean update = draw.chance(0.8);
                rows.row(
                        aDocument(),
                        aUser(),
                        update ? "update" : draw.pick(List.of("create", "delete", "restore")),
                        update ? draw.words(20) : null,
                        draw.words(20 + draw.skewed(60)),
                        draw.maybe(0.7, draw.words(6)),
                        draw.recently(1_000));
            }
        }
    }

    private void sessions() throws SQLException {
        try (Inserter rows = tables.into(
                "user_sessions",
                "user_id, session_token, ip_address, user_agent, is_active, last_activity_at, expires_at, created_at")) {
            for (int i = 0; i < users / 2; i++) {
                Instant created = draw.recently(90);
                rows.row(
                        aUser(),
                        draw.hex(48),
                        draw.address(),
                        draw.pickSkewed(AGENTS),
                        draw.chance(0.2) ? 1 : 0,
                        draw.after(created, 1),
                        created.plusSeconds(86_400),
                        created);
            }
        }
    }

    private void activities() throws SQLException {
        try (Inserter rows = tables.into(
                "user_activities",
                "user_id, activity_type, resource_type, resource_id, details, ip_address, user_agent, created_at")) {
            for (int i = 0; i < users * 3; i++) {
                @Nullable String resource = draw.maybe(0.8, draw.pickSkewed(RESOURCES));
                rows.row(
                        aUser(),
                        draw.pickSkewed(ACTIVITIES),
                        resource,
                        resource == null ? null : aDocument(),
                        draw.maybe(0.3, "{\"took\":" + draw.skewed(5_000) + "}"),
                        draw.address(),
                        draw.pickSkewed(AGENTS),
                        draw.recently(365));
            }
        }
    }

    private void operations() throws SQLException {
        try (Inserter rows = tables.into("query_cache", "cache_key, cache_data, expires_at")) {
            for (int i = 0; i < Math.max(10, users / 500); i++) {
                rows.row("query:" + i, draw.bytes(100 + draw.skewed(4_000)), draw.after(draw.recently(3), 3));
            }
        }
        try (Inserter rows = tables.into("db_statistics", "table_name, record_count, last_updated")) {
            for (String table : List.of("users", "documents", "templates", "user_activities")) {
                rows.row(table, draw.below(1 + users), draw.recently(7));
            }
        }
        try (Inserter rows = tables.into(
                "backup_history",
                "backup_type, backup_path, backup_size, tables_backed_up, backup_status, created_by, created_at, "
                        + "completed_at, error_message")) {
            for (int day = 90; day > 0; day--) {
                boolean done = draw.chance(0.97);
                Instant at = Draw.NOW.minusSeconds(86_400L * day);
                rows.row(
                        day % 7 == 0 ? "full" : "incremental",
                        "/backups/" + day,
                        1_000_000 + draw.below(1_000_000),
                        "users,documents,templates",
                        done ? "success" : "failed",
                        1,
                        at,
                        done ? at.plusSeconds(20) : null,
                        done ? null : "No space left on device");
            }
        }
    }
}
