package dev.cairn.bench.migration;

import dev.cairn.bench.report.Report;
import dev.cairn.bench.workload.Stage;
import dev.cairn.schema.Migration;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Rehearsal;
import dev.cairn.schema.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What migrations cost: at many sizes beside a million rows, else at one, or only to show that it runs. */
public final class MigrationBenchmark {
    /** What its figures are called. */
    public static final String NAME = "migrations, ms";
    /** Those of the bundled systems. */
    public static final String FROM_NOTHING = "from nothing";

    private final Path folder;
    private final boolean full;
    private final boolean many;
    private final Report report;

    private MigrationBenchmark(Path folder, Stage stage) {
        this.folder = folder;
        this.full = stage.full();
        this.many = stage.million();
        this.report = stage.report();
    }

    /** Prints the figures of all. */
    public static void run(Stage stage) throws Exception {
        Path folder = Files.createTempDirectory("cairn-bench-");
        try {
            System.out.println("\nmigrations");
            MigrationBenchmark benchmark = new MigrationBenchmark(folder, stage);
            benchmark.bundled();
            benchmark.many();
            benchmark.rehearsed();
            benchmark.loss();
        } finally {
            BenchFile.deleteTree(folder);
        }
    }

    /** The bundled systems from nothing, in a warm JVM. */
    private void bundled() throws Exception {
        int runs = many ? 31 : full ? 7 : 3;
        Figures figures = new Figures(FROM_NOTHING);
        for (String system : List.of("hive", "pqs", "ebf", "rpma")) {
            Migrations migrations = Migrations.classpath("db/" + system);
            List<String> scripts = new ArrayList<>();
            for (Migration migration : migrations) {
                scripts.add(resource("db/" + system + "/" + migration.name() + ".sql"));
            }
            BenchFile file = BenchFile.in(folder, system);
            Measured.Action migrate = () -> Migrator.of(file.path(), Migrations.classpath("db/" + system))
                    .migrate();
            Measured.median(runs, file::delete, migrate);
            double took = Measured.median(runs, file::delete, migrate);
            double raw = Measured.median(runs, file::delete, () -> file.transaction(scripts));
            figures.add(system, took, raw, system.equals("hive") ? "target 500 ms" : "");
        }
        show(figures);
    }

    /** Many small migrations: the time for one should not depend on their number. */
    private void many() throws Exception {
        List<Integer> sizes = many ? List.of(250, 500, 1000, 2000) : full ? List.of(1000) : List.of(50, 100);
        Figures warm = new Figures("");
        tables(warm, Math.min(250, sizes.get(0)));
        rows(warm, Math.min(250, sizes.get(0)));
        Figures figures = new Figures("small migrations");
        for (int size : sizes) {
            tables(figures, size);
        }
        for (int size : sizes) {
            rows(figures, size);
        }
        show(figures);
    }

    /** Each makes a table and an index. */
    private void tables(Figures figures, int size) throws Exception {
        List<String> ups = IntStream.rangeClosed(2, size + 1)
                .mapToObj(n -> "CREATE TABLE t" + n + " (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER);\n"
                        + "CREATE INDEX idx_t" + n + " ON t" + n + " (name);\n")
                .toList();
        List<String> downs = IntStream.rangeClosed(2, size + 1)
                .mapToObj(n -> "DROP TABLE t" + n + ";\n")
                .toList();
        each(figures, size, "a table each", ups, downs);
    }

    /** Each changes a row of a table that refers to another. */
    private void rows(Figures figures, int size) throws Exception {
        List<String> ups = IntStream.rangeClosed(2, size + 1)
                .mapToObj(n -> "UPDATE child SET note = 'seen " + n + "' WHERE id = " + (1 + n % 100) + ";\n")
                .toList();
        each(figures, size, "a row each", ups, ups);
    }

    /** Going back, and each by itself, reads the schema for each: only as many as take seconds. */
    private void each(Figures figures, int size, String what, List<String> ups, List<String> downs) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source-" + what.charAt(2) + size));
        Files.writeString(source.resolve("0001_base.sql"), """
                CREATE TABLE parent (id INTEGER PRIMARY KEY);
                CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id), note TEXT);
                CREATE INDEX idx_child_parent ON child (parent_id);
                """);
        for (int i = 0; i < size; i++) {
            String name = String.format(Locale.ROOT, "%04d_step", i + 2);
            Files.writeString(source.resolve(name + ".sql"), ups.get(i));
            Files.writeString(source.resolve(name + ".down.sql"), downs.get(i));
        }
        BenchFile file = BenchFile.in(folder, "many");
        BenchFile filled = BenchFile.in(folder, "filled");
        filled.delete();
        Migrations[] migrations = new Migrations[1];
        double load = Measured.once(() -> migrations[0] = Migrations.directory(source));
        Migrations all = migrations[0];
        Migrator.of(filled.path(), all).migrate(Target.to(1));
        filled.run("INSERT INTO parent (id) VALUES (1), (2)");
        filled.run("WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 1000) "
                + "INSERT INTO child SELECT n, 1 + n % 2, 'new' FROM r");

        filled.copyTo(file);
        double raw = Measured.once(() -> file.transaction(ups));
        add(figures, size, what + ": read the files", load, 0);
        filled.copyTo(file);
        Migrator migrator = Migrator.at(file.path(), all).allowDestructive(true).build();
        add(figures, size, what + ": plan", Measured.once(() -> migrator.plan(Target.end())), 0);
        add(figures, size, what + ": apply to a filled database", Measured.once(migrator::migrate), raw);
        add(figures, size, what + ": nothing to do", Measured.once(migrator::migrate), 0);
        if (size <= 1000) {
            add(figures, size, what + ": roll back", Measured.once(() -> migrator.rollback(Target.to(1))), 0);
        }
        file.delete();
        add(figures, size, what + ": apply to a new database", Measured.once(migrator::migrate), raw);
        if (size <= 250) {
            filled.copyTo(file);
            Migrator stepwise = Migrator.at(file.path(), all).stepwise(true).build();
            add(figures, size, what + ": apply stepwise", Measured.once(stepwise::migrate), 0);
        }
        file.delete();
    }

    private static void add(Figures figures, int size, String what, double millis, double raw) {
        String each = String.format(Locale.ROOT, "%.0f us each", millis * 1000 / size);
        figures.add(size + ", " + what, millis, raw, each);
    }

    /** The last migrations of pqs, and a rebuild of its biggest table, rehearsed on many documents. */
    private void rehearsed() throws Exception {
        int documents = full ? 100_000 : 2_000;
        BenchFile file = BenchFile.in(folder, "pqs-filled");
        Migrations pqs = Migrations.classpath("db/pqs");
        Migrator.of(file.path(), pqs).migrate(Target.to(8));
        file.run("INSERT INTO users (username, email, password_hash, full_name) VALUES ('ada', 'a@b.c', 'x', 'Ada')");
        file.run(String.format(Locale.ROOT, """
                WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < %d)
                INSERT INTO documents (title, section, document_number, content, content_hash, metadata, status, created_by)
                SELECT 'Document ' || n, n %% 20, n, printf('%%.*c', 200 + n %% 1000, 'x'), printf('%%032x', n), '{}',
                    iif(n %% 3, 'draft', 'approved'), 1 FROM r""", documents));
        Migrations rebuild = rebuildOfDocuments();
        BenchFile copy = BenchFile.in(folder, "pqs-copy");
        double copied = Measured.median(1, copy::delete, () -> file.run("VACUUM INTO '" + copy.path() + "'"));
        double checked = Measured.once(() -> file.run("PRAGMA integrity_check"));
        double related = Measured.once(() -> file.run("SELECT count(*) FROM pragma_foreign_key_check"));
        Figures figures = new Figures("pqs with " + documents + " documents, " + file.megabytes());
        Rehearsal[] result = new Rehearsal[1];
        double last =
                Measured.once(() -> result[0] = Migrator.of(file.path(), pqs).rehearse());
        figures.add("rehearse 009", last, 0, "target 10 s; proven: " + result[0].isProven());
        double rebuilt = Measured.once(
                () -> result[0] = Migrator.of(file.path(), rebuild).rehearse());
        figures.add("rehearse 009 and a rebuild of documents", rebuilt, 0, "proven: " + result[0].isProven());
        double real = Measured.once(() -> Migrator.of(file.path(), rebuild).migrate());
        figures.add("migrate 009 and a rebuild of documents", real, 0, "");
        figures.baseline("VACUUM INTO", copied);
        figures.baseline("integrity_check", checked);
        figures.baseline("foreign_key_check", related);
        show(figures);
        file.delete();
        copy.delete();
    }

    private Migrations rebuildOfDocuments() throws IOException {
        Path source = Files.createDirectories(folder.resolve("pqs-source"));
        for (Migration migration : Migrations.classpath("db/pqs")) {
            for (String file : List.of(migration.name() + ".sql", migration.name() + ".down.sql")) {
                Files.writeString(source.resolve(file), resource("db/pqs/" + file));
            }
        }
        String table = resource("db/pqs/004_create_documents_table.sql");
        String indexes = resource("db/pqs/009_create_composite_indexes.sql")
                .lines()
                .filter(line -> line.contains("ON documents "))
                .reduce("", (all, line) -> all + line + "\n");
        String rebuild = table.substring(table.indexOf("CREATE TABLE"))
                .replace("CREATE TABLE documents (", "CREATE TABLE documents_new (")
                .replaceFirst("\\);\n", """
                        );
                        INSERT INTO documents_new SELECT * FROM documents;
                        DROP TABLE documents;
                        ALTER TABLE documents_new RENAME TO documents;
                        """);
        Files.writeString(source.resolve("010_rebuild_documents.sql"), rebuild + indexes);
        Files.writeString(source.resolve("010_rebuild_documents.down.sql"), rebuild + indexes);
        return Migrations.directory(source);
    }

    /** What it costs to know what a migration takes away. */
    private void loss() throws Exception {
        int rows = many ? 1_000_000 : full ? 100_000 : 10_000;
        Path source = Files.createDirectories(folder.resolve("loss-source"));
        Files.writeString(source.resolve("001_base.sql"), "CREATE TABLE big (id INTEGER PRIMARY KEY, value TEXT);");
        Files.writeString(source.resolve("002_next.sql"), "CREATE TABLE small (id INTEGER PRIMARY KEY);");
        BenchFile file = BenchFile.in(folder, "loss");
        Migrator.of(file.path(), Migrations.directory(source)).migrate(Target.to(1));
        file.run("WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < " + rows
                + ") INSERT INTO big SELECT n, 'a value of some fifty letters, as many columns are ' || n FROM r");
        Figures figures = new Figures("a table of " + rows + " rows, " + file.megabytes());
        oneMigration(figures, file, source, "CREATE TABLE small (id INTEGER PRIMARY KEY)", "touches no row");
        oneMigration(figures, file, source, "UPDATE big SET value = 'new' WHERE id = 7", "changes 1 row");
        oneMigration(figures, file, source, "DELETE FROM big WHERE id = 7", "deletes 1 row");
        oneMigration(figures, file, source, "DELETE FROM big WHERE id % 2", "deletes half of the rows");
        double count = Measured.median(3, () -> {}, () -> file.run("SELECT count(*) FROM big"));
        double quick = Measured.median(3, () -> {}, () -> file.run("PRAGMA quick_check"));
        double whole = Measured.median(3, () -> {}, () -> file.run("PRAGMA integrity_check"));
        BenchFile copy = BenchFile.in(folder, "loss-restore-point");
        double vacuum = Measured.median(3, copy::delete, () -> file.run("VACUUM INTO '" + copy.path() + "'"));
        figures.baseline("SELECT count(*)", count);
        figures.baseline("quick_check", quick);
        figures.baseline("integrity_check", whole);
        figures.baseline("VACUUM INTO", vacuum);
        show(figures);
    }

    private void oneMigration(Figures figures, BenchFile file, Path source, String sql, String what) throws Exception {
        Files.writeString(source.resolve("002_next.sql"), "-- destructive: to be measured\n" + sql + ";\n");
        Migrations migrations = Migrations.directory(source);
        BenchFile copy = BenchFile.in(folder, "loss-copy");
        int runs = many ? 5 : full ? 3 : 1;
        Measured.Action fresh = () -> file.copyTo(copy);
        double raw = Measured.median(runs, fresh, () -> copy.transaction(List.of(sql)));
        Migrator.Builder at = Migrator.at(copy.path(), migrations);
        Migrator bare = at.validation(false).restorePoint(false).build();
        double measured = Measured.median(runs, fresh, bare::migrate);
        Migrator checking = at.validation(true).restorePoint(false).build();
        double checked = Measured.median(runs, fresh, checking::migrate);
        Migrator safe = at.validation(true).restorePoint(true).build();
        double all = Measured.median(runs, fresh, safe::migrate);
        figures.add(what + ", loss measured", measured, raw, "");
        figures.add(what + ", and checked before and after", checked, raw, "");
        figures.add(what + ", and with a restore point", all, raw, "");
        copy.delete();
    }

    private void show(Figures figures) {
        figures.print(System.out);
        figures.keepIn(report);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = MigrationBenchmark.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("not on the class path: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
