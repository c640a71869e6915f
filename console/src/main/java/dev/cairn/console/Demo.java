package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Identity;
import dev.cairn.backup.Level;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.Restored;
import dev.cairn.backup.Verification;
import dev.cairn.console.DemoQuery.Latency;
import dev.cairn.dal.Call;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.insight.SlowQuery;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Report;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Shows the main job on a database of a bundled system, one step after the other. */
final class Demo {
    private static final long SEED = 20_260_101;
    private static final String SLOW = "monthly report";
    private static final Duration SLOWER_THAN = Duration.ofMillis(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int BAR = 12;
    private static final int INDENT = 3;
    private static final int DIGITS = 16;

    private final Terminal terminal;
    private final Page page;
    private final ProgressLine progress;
    private final Path folder;
    private final Path file;
    private final Path repository;
    private final Path key;
    private final DemoSystem system;
    private final int rows;
    private int steps;

    Demo(Terminal terminal, Path folder, DemoSystem system, int rows) {
        this.terminal = terminal;
        this.page = terminal.page();
        this.progress = new ProgressLine(terminal);
        this.folder = folder;
        this.file = folder.resolve("app.db");
        this.repository = folder.resolve("backups");
        this.key = folder.resolve("demo.key");
        this.system = system;
        this.rows = rows;
    }

    void run() throws SQLException, IOException {
        try (progress) {
            show();
        }
        tellWhere();
        terminal.out().flush();
    }

    private void show() throws SQLException, IOException {
        migrate();
        load();
        try (Database db = Database.at(file)
                .migrations(system.migrations())
                .options(system.options())
                .slowerThan(SLOWER_THAN)
                .open()) {
            ask(db);
            showSlow(db);
            protect(db);
        }
    }

    private void migrate() {
        step("Create and migrate");
        Report report = Migrator.at(file, system.migrations())
                .progress(p -> progress.at(Step.of(p)))
                .build()
                .migrate();
        Duration took = report.steps().stream().map(Report.Step::took).reduce(Duration.ZERO, Duration::plus);
        say(Units.count(report.steps().size(), "migration") + " of "
                + system.name().toLowerCase(Locale.ROOT) + " in one transaction, " + Units.text(took));
    }

    private void load() throws SQLException, IOException {
        step("Load");
        AtomicLong written = new AtomicLong();
        long began = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            system.dataset().fill(connection, system.dataset().sizeFor(rows), SEED, more -> {
                long sum = written.addAndGet(more);
                progress.at(new Step("load", grouped(sum) + " rows  " + perSecond(sum, began) + " rows/s"));
            });
        }
        say(grouped(written.get()) + " rows with their indexes, " + perSecond(written.get(), began) + " rows/s, "
                + Units.bytes(Files.size(file)));
    }

    private static String perSecond(long count, long beganNanos) {
        return grouped(count * 1_000_000_000 / Math.max(1, System.nanoTime() - beganNanos));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void ask(Database db) {
        step("Ask what it is asked all day");
        List<Latency> latencies =
                system.queries(db).stream().map(DemoQuery::measured).toList();
        long slowest = latencies.stream().mapToLong(Latency::medianNanos).max().orElse(1);
        page.table(
                List.of("   query", "  rows", "  median", "", "     p99"),
                latencies,
                l -> List.of(
                        "   " + l.title(),
                        String.format(Locale.ROOT, "%6.1f", l.rows()),
                        String.format("%8s", micros(l.medianNanos())),
                        "#".repeat((int) Math.max(1, BAR * l.medianNanos() / slowest)),
                        String.format("%8s", micros(l.p99Nanos()))));
    }

    private static String micros(long nanos) {
        boolean few = nanos < 1_000_000;
        return String.format(Locale.ROOT, "%.1f %s", nanos / (few ? 1e3 : 1e6), few ? "us" : "ms");
    }

    private void showSlow(Database db) {
        step("Find what is slow");
        // The first time, most of it would go into loading classes.
        db.dsl().fetch(system.report());
        db.with(Call.tagged(SLOW)).dsl().fetch(system.report());
        Optional<SlowQuery> slow = slow(db);
        page.sql(INDENT, system.report());
        say(slow.map(q -> "took " + Units.text(q.took()) + ", tagged \"" + q.tag() + "\"; SQLite's plan:")
                .orElse("took less than " + Units.text(SLOWER_THAN) + " of so few rows; SQLite's plan:"));
        slow.map(SlowQuery::plan)
                .orElseGet(() -> db.inspect().explain(system.report()))
                .forEach(line -> say(
                        "  " + (line.strip().startsWith("SCAN") ? page.style().warning(line) : line)));
        say("A SCAN reads every row: what the queries above have and this one lacks is an index.");
    }

    /** Its plan is looked up beside the calls, a moment later. */
    private static Optional<SlowQuery> slow(Database db) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Optional<SlowQuery> found = logged(db);
        while (found.filter(q -> q.plan().isEmpty()).isPresent() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(MOMENT_NANOS);
            found = logged(db);
        }
        return found;
    }

    private static Optional<SlowQuery> logged(Database db) {
        return db.inspect().slowQueries().stream()
                .filter(q -> q.tag().equals(SLOW))
                .findFirst();
    }

    private void protect(Database db) throws IOException {
        Identity identity = Identity.generate();
        identity.write(key);
        Files.write(
                folder.resolve("demo.pub"),
                List.of(identity.recipients().get(0), identity.signer().orElseThrow()));
        Backups backups = Backups.in(repository)
                .recipient(identity.recipients().get(0))
                .identity(identity)
                .sign(identity)
                .trust(identity.signer().orElseThrow())
                .progress(p -> progress.at(Step.of(p)))
                .build();
        backUp(db, backups);
        verify(backups);
        damage(backups, identity);
        goBack(db, backups);
    }

    private void backUp(Database db, Backups backups) {
        step("Back up, encrypted and signed, while two threads write");
        try (DemoWriters writers = DemoWriters.start(system.writes(db))) {
            tell(backups.take(file, Backup.Kind.FULL), "under load");
            tell(backups.take(file, Backup.Kind.INCREMENTAL), "under load");
            say(grouped(writers.written()) + " writes meanwhile, the slowest "
                    + Units.text(Duration.ofNanos(writers.slowestNanos())) + ", none refused");
        }
        tell(backups.take(file, Backup.Kind.INCREMENTAL), "writers stopped");
    }

    private void tell(Backup backup, String when) {
        say(String.format(
                Locale.ROOT,
                "%-28s %9s for %s, %s",
                backup.kind().name().toLowerCase(Locale.ROOT) + ", " + when,
                Units.bytes(backup.size()),
                Units.bytes(backup.plainSize()),
                Units.text(backup.duration())));
    }

    private void verify(Backups backups) {
        step("Prove that it restores");
        Verification proof = backups.prove(newest(backups).id()).requireOk();
        say(page.style().good("fine") + ": put together, checked by SQLite and compared, "
                + Units.text(proof.duration()));
    }

    private static Backup newest(Backups backups) {
        return backups.standing().newest().orElseThrow();
    }

    private void damage(Backups backups, Identity identity) throws IOException {
        step("Damage copies on purpose");
        Path copy = folder.resolve("damaged.db");
        backups.restoreToNew(newest(backups).id(), copy);
        overwrite(copy, Files.size(copy) / 2, 4_096);
        try (Database damaged = Database.at(copy)
                .onOpen(OnOpen.TRUST)
                .readOnly(true)
                .migrations(system.migrations())
                .open()) {
            say("4,096 bytes of a database: "
                    + problem(damaged.inspect().healthWithIntegrity().problems()));
        }
        Path stored = folder.resolve("damaged-backups");
        copyTree(repository, stored);
        overwrite(largest(stored), Files.size(largest(stored)) / 2, 1);
        Verification found = Backups.in(stored)
                .identity(identity)
                .trust(identity.signer().orElseThrow())
                .build()
                .verifyAll(Level.STORED)
                .get(0);
        say("1 byte of a backup: "
                + problem(found.problem().map(p -> p.kind() + ", " + p.kind().text()).stream()
                        .toList()));
    }

    private String problem(List<String> problems) {
        return problems.isEmpty()
                ? page.style().bad("not noticed")
                : "noticed: " + page.style().warning(firstLine(problems.get(0)));
    }

    /** Without what SQLite puts before each database it looks at. */
    private static String firstLine(String problem) {
        String plain = problem.replace("*** in database main ***\n", "");
        return Style.harmless(plain).lines().findFirst().orElse("");
    }

    /** Only of a copy that nobody has open. */
    private static void overwrite(Path target, long at, int bytes) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(target.toFile(), "rw")) {
            for (int i = 0; i < bytes; i++) {
                opened.seek(at + i);
                int old = opened.read();
                opened.seek(at + i);
                opened.write(~old);
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static Path largest(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(p -> p.toFile().length()))
                    .orElseThrow();
        }
    }

    private void goBack(Database db, Backups backups) {
        step("Lose a table, and go back while the database is open");
        PlainCopy before = Backups.toFile(file, folder.resolve("before.db"));
        int lost = db.write(() -> db.dsl().execute("delete from " + system.lost()));
        say(grouped(lost) + " rows of " + system.lost() + " deleted");
        Restored restored = backups.restore(newest(backups).id(), db, RestorePolicy.careful());
        PlainCopy after = Backups.toFile(file, folder.resolve("after.db"));
        say("restored in " + Units.text(restored.duration()) + ", closed to others for "
                + Units.text(restored.fenced()));
        boolean same = before.sha256().equals(after.sha256());
        say((same ? page.style().good("identical") : page.style().bad("different")) + ": SHA-256 before "
                + before.sha256().substring(0, DIGITS) + ", after "
                + after.sha256().substring(0, DIGITS));
    }

    private void tellWhere() {
        step("Everything is in " + folder);
        page.line("   app.db                        the database");
        page.line("   backups/                      its backups");
        page.line("   demo.key, demo.pub            what opens and signs them, and its public half");
        page.line("   before.db, after.db           copies before the loss and after the restore");
        page.line("   app.db-restore/               its state before the restore, to go back to");
        page.line("   damaged.db, damaged-backups/  what was damaged on purpose");
        page.line();
        page.line("Go on with:");
        page.line("  DEMO=" + Refusal.word(folder.toString()));
        page.line("  ./cairn health --db " + in("/app.db") + " --integrity");
        page.line("  ./cairn stats --db " + in("/app.db"));
        page.line("  ./cairn backups --repo " + in("/backups") + " --trust " + in("/demo.pub"));
        page.line("  ./cairn restore --repo " + in("/backups") + " --identity " + in("/demo.key") + " \\");
        page.line("    --trust " + in("/demo.pub") + " --to-new " + in("/new.db"));
        page.line("  rm -r " + in(""));
    }

    /** For a shell that knows where the folder is: a path there, in quotes where the name of the folder needs them. */
    private String in(String path) {
        boolean plain = Refusal.word(folder.toString()).equals(folder.toString());
        return plain ? "$DEMO" + path : "\"$DEMO" + path + '"';
    }

    private void step(String title) {
        progress.next();
        page.line((steps == 0 ? "" : "\n") + page.style().bold(++steps + "  " + title));
        terminal.out().flush();
    }

    private void say(String text) {
        progress.next();
        page.text(INDENT, text);
        terminal.out().flush();
    }
}
