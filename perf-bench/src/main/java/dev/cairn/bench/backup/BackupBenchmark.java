package dev.cairn.bench.backup;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Identity;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.Progress.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What backups and restores cost, beside {@code cp}, the sqlite3 shell's {@code .backup} and {@code VACUUM INTO} on the
 * same file in the same run. The system property {@code bench.backup.mb} names other sizes than 150 MB, with commas
 * between them.
 */
public final class BackupBenchmark {
    private static final int REFERENCE_MB = 150;
    private static final int LARGE_MB = 1_000;
    private static final int TINY_ORDERS = 300;
    private static final int CHAIN = 8;

    private final Path folder;
    private final boolean thorough;
    private final Goals goals = new Goals();

    private BackupBenchmark(Path folder, boolean thorough) {
        this.folder = folder;
        this.thorough = thorough;
    }

    /**
     * Runs it.
     *
     * @param full or only to see that everything comes back
     * @param alone whether it may take its time
     * @param large whether with the large database too
     */
    public static void run(boolean full, boolean alone, boolean large, Path folder) throws Exception {
        Path own = Files.createDirectory(folder.resolve("backup"));
        BackupBenchmark benchmark = new BackupBenchmark(own, alone || large);
        if (!full) {
            benchmark.roundTrip(Orders.make(own.resolve("tiny.db"), TINY_ORDERS));
            return;
        }
        for (int megabytes : sizes(large)) {
            benchmark.measure(megabytes);
        }
        System.out.println("\nbackup and restore");
        benchmark.goals.print(System.out);
        benchmark.goals.write(Path.of(System.getProperty("bench.figures", "target/bench.json"))
                .resolveSibling("bench-backup.json"));
    }

    private static List<Integer> sizes(boolean large) {
        String wanted = System.getProperty("bench.backup.mb", "");
        if (!wanted.isBlank()) {
            return Arrays.stream(wanted.split(",", -1)).map(Integer::valueOf).toList();
        }
        return large ? List.of(REFERENCE_MB, LARGE_MB) : List.of(REFERENCE_MB);
    }

    /** A full backup and an increment of a small database come back as they were. */
    private void roundTrip(Orders orders) throws Exception {
        Repository repository = Repository.in(folder.resolve("tiny"));
        Backups backups = repository.builder().build();
        backups.take(orders.file());
        orders.update(3, 2);
        Backup increment = backups.take(orders.file(), Backup.Kind.INCREMENTAL);
        PlainCopy restored = backups.restoreToNew(increment.id(), folder.resolve("restored.db"));
        PlainCopy copy = Backups.toFile(orders.file(), folder.resolve("copy.db"));
        if (!restored.sha256().equals(copy.sha256())) {
            throw new AssertionError("what was restored is not what was backed up");
        }
        System.out.println(
                "\nbackup: a full backup and an increment of " + TINY_ORDERS + " orders came back as they were");
    }

    private void measure(int megabytes) throws Exception {
        boolean large = megabytes >= LARGE_MB;
        String size = megabytes + " MB";
        Orders orders = Orders.make(folder.resolve("orders-" + megabytes + ".db"), Orders.forMegabytes(megabytes));
        int turns = thorough && !large ? 7 : 5;
        Series series = new Series();
        Repository repository = Repository.in(folder.resolve("repository-" + megabytes));
        copies(size, large, orders, repository, series, turns);
        increments(size, orders, repository, series, turns);
        if (!large) {
            load(size, orders, repository);
            cancel(size, orders, repository);
        }
        if (large || thorough) {
            heap(size, orders);
        }
        inPlace(size, orders, repository);
        goals.raw(size, series);
        repository.delete();
        Files.delete(orders.file());
    }

    private void copies(String size, boolean large, Orders orders, Repository repository, Series series, int turns)
            throws Exception {
        Copies others = new Copies(orders, folder);
        double[] stored = new double[1];
        Map<String, Series.Way> ways = new LinkedHashMap<>();
        ways.put("cp", others::cp);
        if (Copies.hasShell()) {
            ways.put("shell", others::shell);
        }
        ways.put("vacuum", others::vacuum);
        ways.put("copy", () -> {
            Path target = folder.resolve("plain.db");
            double millis = Series.millis(() -> Backups.toFile(orders.file(), target));
            Files.delete(target);
            return millis;
        });
        ways.put(
                "full",
                () -> take(repository, false, orders, backup -> {
                    series.add("snapshot", Repository.phase(backup, "snapshot"));
                    stored[0] = backup.size() / (double) backup.plainSize();
                }));
        ways.put("full, read back", () -> take(repository, true, orders, backup -> {}));
        series.run(turns, ways);

        goals.atMost(size + ": snapshot to cp and fsync", large ? 1.3 : 2, "x", series.ratio("snapshot", "cp"), "");
        goals.ratio(size + ": verified plain copy to cp", series, "copy", "cp");
        goals.figure(
                size + ": .backup of the sqlite3 shell to cp",
                series.has("shell") ? Goals.ratio(series, "shell", "cp") : "sqlite3 is not installed");
        goals.ratio(size + ": VACUUM INTO to cp", series, "vacuum", "cp");
        goals.atMost(
                size + ": full backup, zstd 3 and age, not read back, to cp",
                large ? 3 : 6,
                "x",
                series.ratio("full", "cp"),
                "");
        goals.atLeast(
                size + ": the same by the second",
                70,
                "MB/s",
                Files.size(orders.file()) / 1e3 / series.median("full"),
                "");
        goals.ratio(size + ": the same, read back, to cp", series, "full, read back", "cp");
        goals.atMost(size + ": stored size to plain", 0.30, "x", stored[0], "");
        goals.atMost(
                size + ": backup of " + orders.count() + " records",
                30,
                "s",
                series.median("full, read back") / 1e3,
                "");
    }

    /** Something to look at. */
    @FunctionalInterface
    private interface Look {
        void at(Backup backup) throws IOException;
    }

    private static double take(Repository repository, boolean readBack, Orders orders, Look look) throws Exception {
        Backups backups = repository.builder().readBack(readBack).build();
        long start = System.nanoTime();
        Backup backup = backups.take(orders.file(), Backup.Kind.FULL);
        double millis = (System.nanoTime() - start) / 1e6;
        look.at(backup);
        repository.delete();
        return millis;
    }

    private void increments(String size, Orders orders, Repository repository, Series series, int turns)
            throws Exception {
        Backups backups = repository.builder().build();
        int percent = orders.count() / 100;
        Backup base = backups.take(orders.file(), Backup.Kind.FULL);
        orders.update(percent, 21);
        increment(size + ": increment, 1 % of the rows changed anywhere", 6, backups, orders, base);
        orders.update(percent * 10, 22);
        increment(size + ": increment, 10 % of the rows changed anywhere", 30, backups, orders, base);
        orders.append(percent, 23);
        increment(size + ": increment, 1 % of the rows added", 4, backups, orders, base);
        Backup idle = backups.take(orders.file(), Backup.Kind.INCREMENTAL);
        goals.atMost(size + ": increment, nothing changed", 1, "KB", Repository.pageBytes(idle) / 1e3, " of pages");
        repository.delete();

        backups.take(orders.file(), Backup.Kind.FULL);
        String last = "";
        for (int i = 0; i < CHAIN; i++) {
            orders.update(percent, 30 + i);
            last = backups.take(orders.file(), Backup.Kind.INCREMENTAL).id();
        }
        restores(size, orders, backups, last, series, turns);
    }

    private void increment(String goal, double most, Backups backups, Orders orders, Backup base) throws Exception {
        List<Backup> made = new ArrayList<>();
        double millis = Series.millis(() -> made.add(backups.take(orders.file(), Backup.Kind.INCREMENTAL)));
        double share = 100.0 * Repository.pageBytes(made.get(0)) / Repository.pageBytes(base);
        goals.atMost(goal, most, "%", share, String.format(" of a full one (%,.0f ms)", millis));
    }

    private void restores(String size, Orders orders, Backups backups, String id, Series series, int turns)
            throws Exception {
        Map<String, Series.Way> ways = new LinkedHashMap<>();
        ways.put("cp again", new Copies(orders, folder)::cp);
        ways.put("restore", () -> {
            Path target = folder.resolve("restored.db");
            double millis = Series.millis(() -> backups.restoreToNew(id, target));
            Files.delete(target);
            return millis;
        });
        series.run(turns, ways);
        goals.atMost(
                size + ": restore of a base and 8 increments to cp", 8, "x", series.ratio("restore", "cp again"), "");
        goals.atMost(
                size + ": recovery of " + orders.count() + " records", 60, "s", series.median("restore") / 1e3, "");
    }

    private void load(String size, Orders orders, Repository repository) throws Exception {
        repository.delete();
        UnderLoad load = new UnderLoad(orders, repository).run(thorough ? 4 : 1, 4);
        double most = 2 * load.idleMillis() + 5;
        goals.atMost(
                size + ": p99 of a writer at 200/s beside backups",
                most,
                "ms",
                load.besideMillis(),
                String.format(" (idle %.2f, longest %.0f)", load.idleMillis(), load.longestMillis()));
        goals.verdict(size + ": errors of that writer", "0", Integer.toString(load.errors()), load.errors() == 0);
        goals.figure(
                size + ": backups beside that writer",
                String.format("%d, the longest %,.0f ms", load.backups(), load.longestBackupMillis()));
    }

    private void cancel(String size, Orders orders, Repository repository) throws Exception {
        double worst = 0;
        String where = "";
        for (Phase phase : List.of(Phase.SNAPSHOT, Phase.CHECK, Phase.DIGEST, Phase.PACK, Phase.READ_BACK)) {
            for (int i = 0; i < (thorough ? 5 : 1); i++) {
                double millis = Cancelling.millis(orders, repository, phase);
                repository.delete();
                if (millis > worst) {
                    worst = millis;
                    where = " (" + phase + ")";
                }
            }
        }
        goals.atMost(size + ": cancelling in any phase", 1_000, "ms", worst, where);
    }

    private void heap(String size, Orders orders) throws Exception {
        Path repository = folder.resolve("small");
        double megabytes = SmallHeap.megabytes(orders, repository);
        goals.atMost(size + ": heap, where 128 MiB are all there is", 134, "MB", megabytes, " in use at the most");
        new Repository(repository, Identity.generate()).delete();
    }

    private void inPlace(String size, Orders orders, Repository repository) throws Exception {
        repository.delete();
        Backups backups = repository.builder().build();
        String id = backups.take(orders.file(), Backup.Kind.FULL).id();
        InPlace restore = new InPlace().run(orders, backups, id);
        goals.atMost(
                size + ": a writer's wait during a restore in place",
                restore.restoreMillis() + 200,
                "ms",
                restore.stallMillis(),
                "");
        goals.verdict(size + ": errors of readers and writers then", "0", "" + restore.errors(), restore.errors() == 0);
    }
}
