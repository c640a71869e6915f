package dev.cairn.console;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.Database;
import dev.cairn.dal.Options;
import dev.cairn.dal.ebf.Ebf;
import dev.cairn.dal.ebf.FilesRow;
import dev.cairn.dal.hive.ConversationsRow;
import dev.cairn.dal.hive.Hive;
import dev.cairn.dal.pqs.DocumentsRow;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersRow;
import dev.cairn.dal.rpma.Rpma;
import dev.cairn.dal.rpma.TasksRow;
import dev.cairn.samples.Dataset;
import dev.cairn.schema.Migrations;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** What a bundled system is asked and told all day, in the demo. */
enum DemoSystem {
    PQS(
            Dataset.PQS,
            "user_activities",
            "select count(*), max(created_at) from user_activities where details ->> 'took' > 4000") {
        @Override
        Migrations migrations() {
            return Pqs.MIGRATIONS;
        }

        @Override
        Options options() {
            return Pqs.OPTIONS;
        }

        @Override
        List<DemoQuery<?>> queries(Database db) {
            Pqs pqs = new Pqs(db);
            List<UsersRow> users = pqs.users().page(SOME).rows();
            List<DocumentsRow> documents = pqs.documents().page(SOME).rows();
            return List.of(
                    new DemoQuery<>(
                            "user by username",
                            all(users, UsersRow::username),
                            name -> number(pqs.users().findByUsername(name))),
                    new DemoQuery<>(
                            "documents by section and status",
                            documents,
                            d -> pqs.documents()
                                    .listBySectionAndStatus(d.section(), d.status(), PAGE)
                                    .size()),
                    new DemoQuery<>(
                            "activities of a user, newest first",
                            users,
                            u -> pqs.userActivities()
                                    .listByUserIdOrderByCreatedAtDesc(u.id(), PAGE)
                                    .size()),
                    new DemoQuery<>(
                            "collaborators of a document",
                            documents,
                            d -> pqs.documentCollaborators()
                                    .listByDocumentId(d.id(), PAGE)
                                    .size()));
        }

        @Override
        IntConsumer writes(Database db) {
            Pqs pqs = new Pqs(db);
            List<UsersRow> users = pqs.users().page(SOME).rows();
            return n -> pqs.users().update(turn(users, n).id(), user -> user.loginCount((long) n));
        }
    },
    EBF(Dataset.EBF, "file_versions", "select count(*), sum(FileSize) from files where MimeType = 'application/pdf'") {
        @Override
        Migrations migrations() {
            return Ebf.MIGRATIONS;
        }

        @Override
        Options options() {
            return Ebf.OPTIONS;
        }

        @Override
        List<DemoQuery<?>> queries(Database db) {
            Ebf ebf = new Ebf(db);
            List<FilesRow> files = ebf.files().page(SOME).rows();
            return List.of(
                    new DemoQuery<>(
                            "file by id",
                            all(files, FilesRow::id),
                            id -> number(ebf.files().findById(id))),
                    new DemoQuery<>(
                            "files by client and verified",
                            files,
                            f -> ebf.files()
                                    .listByClientIdAndVerified(f.clientId(), true, PAGE)
                                    .size()),
                    new DemoQuery<>(
                            "versions of a file",
                            files,
                            f -> ebf.fileVersions().listByFileId(f.id(), PAGE).size()),
                    new DemoQuery<>(
                            "search in names of files",
                            files,
                            f -> ebf.files().search(phrase(f.fileName()), PAGE).size()));
        }

        @Override
        IntConsumer writes(Database db) {
            Ebf ebf = new Ebf(db);
            List<FilesRow> files = ebf.files().page(SOME).rows();
            return n -> ebf.files().update(turn(files, n).id(), file -> file.verified(n % 2 == 0));
        }
    },
    HIVE(
            Dataset.HIVE,
            "messages",
            "select count(*), max(timestamp) from messages where model_used = 'mistral/model-2'") {
        @Override
        Migrations migrations() {
            return Hive.MIGRATIONS;
        }

        @Override
        Options options() {
            return Hive.OPTIONS;
        }

        @Override
        List<DemoQuery<?>> queries(Database db) {
            Hive hive = new Hive(db);
            List<ConversationsRow> conversations =
                    hive.conversations().page(SOME).rows();
            List<String> ids = all(conversations, ConversationsRow::id);
            return List.of(
                    new DemoQuery<>(
                            "conversation by id",
                            ids,
                            id -> number(hive.conversations().findById(id))),
                    new DemoQuery<>(
                            "messages of a conversation",
                            ids,
                            id -> hive.messages().listByConversationId(id, MANY).size()),
                    new DemoQuery<>(
                            "conversation with messages",
                            ids,
                            id -> db.read(() -> number(hive.conversations().findById(id))
                                    + hive.messages()
                                            .listByConversationId(id, MANY)
                                            .size())),
                    new DemoQuery<>(
                            "conversations of a user",
                            all(conversations, ConversationsRow::userId),
                            user -> hive.conversations()
                                    .listByUserId(user, PAGE)
                                    .size()));
        }

        @Override
        IntConsumer writes(Database db) {
            Hive hive = new Hive(db);
            List<ConversationsRow> conversations =
                    hive.conversations().page(SOME).rows();
            return n -> hive.conversations()
                    .update(turn(conversations, n).id(), conversation -> conversation.outputTokens((long) n));
        }
    },
    RPMA(Dataset.RPMA, "interventions", "select count(*), sum(actual_minutes) from tasks where vehicle_make = 'BMW'") {
        @Override
        Migrations migrations() {
            return Rpma.MIGRATIONS;
        }

        @Override
        Options options() {
            return Rpma.OPTIONS;
        }

        @Override
        List<DemoQuery<?>> queries(Database db) {
            Rpma rpma = new Rpma(db);
            List<TasksRow> tasks = rpma.tasks().page(SOME).rows();
            List<TasksRow> given =
                    tasks.stream().filter(t -> t.technicianId() != null).toList();
            return List.of(
                    new DemoQuery<>(
                            "task by number",
                            all(tasks, TasksRow::taskNumber),
                            number -> number(rpma.tasks().findByTaskNumber(number))),
                    new DemoQuery<>(
                            "tasks of a technician by status",
                            given,
                            t -> rpma.tasks()
                                    .listByTechnicianIdAndStatus(
                                            Objects.requireNonNull(t.technicianId()), t.status(), PAGE)
                                    .size()),
                    new DemoQuery<>(
                            "active tasks by status",
                            tasks,
                            t -> rpma.tasks()
                                    .listActiveByStatus(t.status(), PAGE)
                                    .size()),
                    new DemoQuery<>(
                            "tasks of a client",
                            all(tasks, TasksRow::clientId),
                            client -> rpma.tasks().listByClientId(client, PAGE).size()));
        }

        @Override
        IntConsumer writes(Database db) {
            Rpma rpma = new Rpma(db);
            List<TasksRow> tasks = rpma.tasks().page(SOME).rows();
            return n -> rpma.tasks().update(turn(tasks, n).id(), task -> task.actualMinutes((long) n));
        }
    };

    private static final Cursor SOME = Cursor.first(500);
    private static final int PAGE = 20;
    private static final int MANY = 1_000;

    private final Dataset dataset;
    private final String lost;
    private final String report;

    DemoSystem(Dataset dataset, String lost, String report) {
        this.dataset = dataset;
        this.lost = lost;
        this.report = report;
    }

    /** The rows to begin with. */
    Dataset dataset() {
        return dataset;
    }

    /** A table that is emptied by mistake. */
    String lost() {
        return lost;
    }

    /** A query that reads a whole table, because an index is missing. */
    String report() {
        return report;
    }

    abstract Migrations migrations();

    abstract Options options();

    /** What it asks, by its repositories. */
    abstract List<DemoQuery<?>> queries(Database db);

    /** Writes a little, told a number. */
    abstract IntConsumer writes(Database db);

    private static <R, K> List<K> all(List<R> rows, Function<R, ? extends @org.jspecify.annotations.Nullable K> key) {
        return rows.stream().<K>map(key).filter(Objects::nonNull).distinct().toList();
    }

    private static <R> R turn(List<R> rows, int number) {
        return rows.get(number % rows.size());
    }

    private static int number(Optional<?> row) {
        return row.isPresent() ? 1 : 0;
    }

    private static String phrase(String text) {
        return '"' + text.substring(0, Math.min(12, text.length())).replace("\"", "") + '"';
    }
}
