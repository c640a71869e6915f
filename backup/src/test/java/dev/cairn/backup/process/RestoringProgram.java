package dev.cairn.backup.process;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.Backups;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.RestoreState;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Restores a database and says each state; at one of them it may stop until it is killed, or fail. With a live database
 * a writer writes as often as it can, and says each row once it is committed: its epoch, which is the number of
 * restores before it, and its number therein.
 */
final class RestoringProgram {
    private static final String NEVER = "-";

    private final Path file;
    private final Backups backups;
    private final String id;
    private final String stopAt;
    private final String failAt;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    private RestoringProgram(String[] arguments) {
        this.file = Path.of(arguments[1]);
        this.backups = Backups.in(Path.of(arguments[2])).unencrypted().build();
        this.id = arguments[3];
        this.stopAt = arguments[4];
        this.failAt = arguments[5];
    }

    /** What to do (closed, live, recover), database, repository, id, where to stop, where to fail. */
    public static void main(String[] arguments) {
        RestoringProgram program = new RestoringProgram(arguments);
        System.out.println("ready");
        new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        switch (arguments[0]) {
            case "closed" -> program.closed();
            case "live" -> program.live();
            default ->
                System.out.println("recovered "
                        + Backups.recover(program.file).orElseThrow().outcome());
        }
    }

    private void closed() {
        try {
            backups.restore(id, file, RestorePolicy.careful().onState(this::tell));
            System.out.println("restored");
        } catch (BackupException e) {
            System.out.println("failed " + e.kind());
        }
    }

    private void tell(RestoreState state) {
        if (state == RestoreState.UNFENCED) {
            System.out.println("epoch " + epoch.incrementAndGet());
        }
        System.out.println("state " + state);
        if (state.name().equals(stopAt)) {
            System.out.println("stopped");
            new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        }
        if (state.name().equals(failAt)) {
            throw new IllegalStateException("on purpose");
        }
    }

    private void live() {
        try (Database database = Database.at(file).onOpen(OnOpen.TRUST).open()) {
            Thread writer = new Thread(() -> write(database), "writer");
            writer.setDaemon(true);
            writer.start();
            RestorePolicy policy =
                    RestorePolicy.careful().keepPoints(Duration.ZERO).onState(this::tell);
            while (writer.isAlive()) {
                awaitWrites(20);
                try {
                    backups.restore(id, database, policy);
                } catch (BackupException e) {
                    System.out.println("failed " + e.kind());
                }
            }
        }
    }

    private void awaitWrites(long count) {
        long from = written.get();
        while (written.get() < from + count) {
            Thread.onSpinWait();
        }
    }

    private void write(Database database) {
        try {
            for (long n = 1; ; n++) {
                long number = n;
                long before = database.write(() -> {
                    database.dsl().execute("INSERT INTO log (epoch, n) VALUES (" + epoch + ", " + number + ")");
                    database.dsl().execute("UPDATE counter SET n = n + 1");
                    return epoch.get();
                });
                System.out.println("acked " + before + " " + number);
                written.incrementAndGet();
            }
        } catch (RuntimeException e) {
            System.out.println("writer failed " + e);
            throw e;
        }
    }

    /** Never to stop, never to fail. */
    static String never() {
        return NEVER;
    }
}
