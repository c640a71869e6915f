package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Child;
import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.harness.Rounds;
import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.nio.file.Path;
import java.util.List;

/** From the start of a JVM to the first row of a database that exists, and its end. */
public final class ColdStart {
    /** What it is called. */
    public static final String NAME = "JVM to first row";

    private static final List<PeerKind> KINDS =
            List.of(PeerKind.RAW, PeerKind.CAIRN, PeerKind.POOLED, PeerKind.JDBI, PeerKind.HIBERNATE, PeerKind.JOOQ);

    private ColdStart() {}

    static void run(Stage stage) throws Exception {
        Target target = stage.data(stage.rows());
        Contest contest = new Contest();
        for (PeerKind kind : stage.full() ? KINDS : List.of(PeerKind.CAIRN)) {
            String file = target.file().toString();
            contest.add(kind.title(), turn -> Child.output(List.of(), ColdStart.class, kind.name(), file));
        }
        stage.report()
                .add(Rounds.run(
                        NAME, contest.contenders(), stage.full() ? new Plan(5, 1, 1, 1) : new Plan(1, 1, 1, 1)));
    }

    /** In the child: who, and on which file. */
    public static void main(String[] args) throws Exception {
        Peer peer = PeerKind.named(args[0]).open(Target.of(Path.of(args[1])));
        System.out.println(peer.byId(7).username());
        System.out.flush();
        // Closing is not part of a start.
        Runtime.getRuntime().halt(0);
    }
}
