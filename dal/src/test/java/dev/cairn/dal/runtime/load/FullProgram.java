package dev.cairn.dal.runtime.load;

import dev.cairn.dal.DalException;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.write.Gate.Ticket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Has single writes share a transaction whose COMMIT needs more room than there is: {@code DATABASE MODE}. */
final class FullProgram {
    private static final int MEGABYTES = 3;

    private FullProgram() {}

    public static void main(String[] args) throws SQLException {
        try (Desk desk = Desk.at(Path.of(args[0]))) {
            Ticket holder = desk.hold();
            List<Caller<Long>> callers = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                callers.add(desk.queued(i == 3 && args[1].equals("big") ? big() : Desk.insert("n" + i)));
            }
            desk.gate().leave(holder);
            callers.forEach(caller -> System.out.println("outcome " + outcome(caller) + ";"));
            System.out.println("kept " + desk.keptItsConnection() + ";");
            System.out.println("after " + outcome(desk.queued(Desk.insert("after"))) + ";");
        }
        System.out.println("done;");
    }

    private static Work<Long> big() {
        return Desk.statement("INSERT INTO t (name) VALUES (printf('%." + MEGABYTES + "000000c', 'x'))");
    }

    private static String outcome(Caller<Long> caller) {
        Throwable failure = caller.failure();
        return failure instanceof DalException e ? e.kind().toString() : String.valueOf(failure);
    }
}
