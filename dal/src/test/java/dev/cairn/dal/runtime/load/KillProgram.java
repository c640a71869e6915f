package dev.cairn.dal.runtime.load;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserActivitiesDraft;
import dev.cairn.dal.pqs.UsersRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes until it is killed, and says what was acknowledged: {@code DATABASE RUN}. Each transaction has a name of its
 * own, which is in all its rows.
 */
final class KillProgram {
    static final int THREADS = 12;
    static final int ROWS = 5;
    static final String COUNTER = "sum";

    private final Database database;
    private final Pqs pqs;
    private final long counter;

    private KillProgram(Database database) {
        this.database = database;
        this.pqs = new Pqs(database);
        this.counter = pqs.users().findByUsername(COUNTER).orElseThrow().id();
    }

    public static void main(String[] args) throws IOException {
        System.out.println("ready;");
        if (System.in.read() < 0) {
            return;
        }
        KillProgram program = new KillProgram(Database.open(Path.of(args[0]), Pqs.MIGRATIONS));
        for (int t = 0; t < THREADS; t++) {
            String name = args[1] + "-" + t;
            new Thread(() -> program.write(name)).start();
        }
    }

    private void write(String thread) {
        try {
            for (int i = 0; ; i++) {
                String name = thread + "-" + i;
                switch (i % 3) {
                    case 0 -> body("body-" + name);
                    case 1 -> acknowledge(single("single-" + name));
                    default -> {
                        pqs.userActivities()
                                .insertAll(IntStream.range(0, ROWS)
                                        .mapToObj(row -> draft("many-" + name))
                                        .toList());
                        acknowledge("many-" + name);
                    }
                }
            }
        } catch (RuntimeException e) {
            System.out.println("failure " + e + ";");
        }
    }

    private String single(String name) {
        pqs.userActivities().insert(draft(name));
        return name;
    }

    /** Rows one by one, some of them in a savepoint, and a counter. */
    private void body(String name) {
        database.write(() -> {
            UsersRow before = pqs.users().get(counter);
            Long count = before.loginCount();
            pqs.users().update(counter, u -> u.loginCount((count == null ? 0 : count) + 1));
            List.of(1, 2).forEach(row -> single(name));
            database.write(() -> List.of(3, 4, 5).forEach(row -> single(name)));
        });
        acknowledge(name);
    }

    private UserActivitiesDraft draft(String name) {
        return new UserActivitiesDraft().userId(counter).activityType(name);
    }

    private static void acknowledge(String name) {
        System.out.println("ack " + name + ";");
    }
}
