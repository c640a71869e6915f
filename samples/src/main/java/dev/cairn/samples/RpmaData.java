package dev.cairn.samples;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** So many tasks of a tenth as many clients; a few technicians do most of them, and those done have interventions. */
final class RpmaData {
    private static final List<String> MAKES = List.of("Peugeot", "Renault", "BMW", "Tesla", "Porsche");
    private static final List<String> CITIES = List.of("Lyon", "Paris", "Genève", "Besançon", "Nîmes");

    private final Tables tables;
    private final Draw draw;
    private final int size;
    private final List<String> users = new ArrayList<>();
    private final List<String> clients = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();

    private record Task(String id, String client, String technician, String status, Instant created) {}

    RpmaData(Tables tables, Draw draw, int size) {
        this.tables = tables;
        this.draw = draw;
        this.size = size;
    }

    void fill() throws SQLException {
        users();
        clients();
        tasks();
        interventions();
    }

    private String id() {
        return draw.uuid().toString();
    }

    private void users() throws SQLException {
        try (Inserter rows = tables.into(
                "users",
                "id, username, email, password_hash, full_name, role, phone, is_active, last_login_at, created_at, "
                        + "updated_at")) {
            for (int i = 0; i < Math.max(10, size / 500); i++) {
                String id = id();
                users.add(id);
                String first = draw.firstName();
                String last = draw.lastName();
                String name = (first + "." + last + "." + i).toLowerCase(Locale.ROOT);
                Instant created = draw.recently(1_500);
                rows.row(
                        id,
                        name,
                        name + "@example.org",
                        draw.hex(64),
                        first + " " + last,
                        draw.of(5, "admin", 15, "supervisor", 80, "user"),
                        draw.maybe(0.7, phone()),
                        draw.chance(0.95) ? 1 : 0,
                        draw.maybe(0.9, draw.recently(60).toEpochMilli()),
                        created.toEpochMilli(),
                        draw.after(created, 300).toEpochMilli());
            }
        }
    }

    private String phone() {
        return String.format(Locale.ROOT, "+33 %09d", draw.below(1_000_000_000));
    }

    private void clients() throws SQLException {
        try (Inserter rows = tables.into(
                "clients",
                "id, name, email, phone, customer_type, company_name, address_street, address_city, address_zip, "
                        + "address_country, notes, tags, created_by, created_at, updated_at, deleted_at")) {
            for (int i = 0; i < Math.max(10, size / 10); i++) {
                String id = id();
                clients.add(id);
                String last = draw.lastName();
                boolean business = draw.chance(0.25);
                Instant created = draw.recently(1_500);
                rows.row(
                        id,
                        draw.firstName() + " " + last,
                        draw.maybe(0.8, last.toLowerCase(Locale.ROOT) + i + "@example.org"),
                        draw.maybe(0.9, phone()),
                        business ? "business" : "individual",
                        business ? last + " & Fils" : null,
                        draw.maybe(0.8, 1 + draw.below(200) + " rue " + draw.lastName()),
                        draw.pickSkewed(CITIES),
                        String.format(Locale.ROOT, "%05d", draw.below(96_000)),
                        "France",
                        draw.maybe(0.3, draw.words(15)),
                        draw.maybe(0.2, "[\"vip\"]"),
                        users.get(draw.skewed(users.size())),
                        created.toEpochMilli(),
                        draw.after(created, 300).toEpochMilli(),
                        draw.maybe(0.03, Draw.NOW.toEpochMilli()));
            }
        }
    }

    private void tasks() throws SQLException {
        try (Inserter rows = tables.into(
                "tasks",
                "id, task_number, title, description, status, priority, client_id, technician_id, vehicle_plate, "
                        + "vehicle_make, scheduled_date, started_at, completed_at, estimated_minutes, actual_minutes, "
                        + "tags, created_by, created_at, updated_at, deleted_at")) {
            for (int i = 1; i <= size; i++) {
                String status = draw.of(
                        5,
                        "draft",
                        10,
                        "scheduled",
                        5,
                        "assigned",
                        5,
                        "in_progress",
                        2,
                        "paused",
                        60,
                        "completed",
                        5,
                        "cancelled",
                        8,
                        "archived");
                Instant created = draw.recently(900);
                Instant started = draw.after(created, 20);
                Task task = new Task(
                        id(),
                        clients.get(draw.skewed(clients.size())),
                        users.get(draw.skewed(users.size())),
                        status,
                        started);
                tasks.add(task);
                boolean begun = List.of("in_progress", "paused", "completed", "archived")
                        .contains(status);
                boolean done = status.equals("completed") || status.equals("archived");
                int minutes = 30 + draw.skewed(400);
                rows.row(
                        task.id,
                        String.format(Locale.ROOT, "T-%07d", i),
                        draw.words(4),
                        draw.maybe(0.6, draw.words(20 + draw.skewed(60))),
                        status,
                        draw.of(20, "low", 60, "medium", 15, "high", 5, "urgent"),
                        task.client,
                        draw.maybe(0.9, task.technician),
                        draw.maybe(0.85, plate()),
                        draw.pickSkewed(MAKES),
                        started.toString().substring(0, 10),
                        begun ? started.toEpochMilli() : null,
                        done ? started.plusSeconds(60L * minutes).toEpochMilli() : null,
                        30 + draw.skewed(300),
                        done ? minutes : null,
                        draw.maybe(0.2, "[\"ppf\",\"front\"]"),
                        users.get(draw.skewed(users.size())),
                        created.toEpochMilli(),
                        started.toEpochMilli(),
                        draw.maybe(0.02, Draw.NOW.toEpochMilli()));
            }
        }
    }

    private String plate() {
        return String.format(Locale.ROOT, "%c%c-%03d-%c%c", letter(), letter(), draw.below(1_000), letter(), letter());
    }

    private char letter() {
        return (char) ('A' + draw.below(26));
    }

    private void interventions() throws SQLException {
        try (Inserter rows = tables.into(
                "interventions",
                "id, task_id, client_id, technician_id, status, current_step, completion_percentage, scheduled_at, "
                        + "started_at, completed_at, weather, latitude, longitude, quality_score, "
                        + "customer_satisfaction, observations, created_at, updated_at")) {
            for (Task task : tasks) {
                boolean done = task.status.equals("completed") || task.status.equals("archived");
                boolean open = task.status.equals("in_progress") || task.status.equals("paused");
                if (done || open) {
                    Instant end = draw.after(task.created, 1);
                    rows.row(
                            id(),
                            task.id,
                            task.client,
                            task.technician,
                            done ? "completed" : task.status,
                            done ? 10 : draw.below(10),
                            done ? 100.0 : draw.below(100),
                            task.created.toEpochMilli(),
                            task.created.toEpochMilli(),
                            done ? end.toEpochMilli() : null,
                            draw.maybe(0.5, draw.pickSkewed(List.of("sunny", "cloudy", "rain"))),
                            43 + draw.below(5_000) / 1_000.0,
                            2 + draw.below(5_000) / 1_000.0,
                            done ? 60 + draw.below(41) : null,
                            done ? 5 + draw.below(6) : null,
                            draw.maybe(0.3, "[\"" + draw.words(5) + "\"]"),
                            task.created.toEpochMilli(),
                            end.toEpochMilli());
                }
            }
        }
    }
}
