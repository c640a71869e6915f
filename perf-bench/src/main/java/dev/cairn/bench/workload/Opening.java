package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.harness.Rounds;
import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.util.List;

/** From nothing to the first row and closed again, in a JVM that is warm. */
final class Opening {
    private static final List<PeerKind> KINDS = List.of(PeerKind.RAW, PeerKind.CAIRN, PeerKind.POOLED, PeerKind.JOOQ);

    private Opening() {}

    static void run(Stage stage) throws Exception {
        Target target = stage.data(stage.rows());
        Contest contest = new Contest();
        for (PeerKind kind : KINDS) {
            contest.add(kind.title(), turn -> {
                try (Peer peer = kind.open(target)) {
                    return peer.byId(1 + Math.floorMod(turn, 1_000));
                }
            });
        }
        Plan plan = stage.full() ? new Plan(15, 100, 500, 3) : new Plan(2, 1, 1, 1);
        stage.report().add(Rounds.run(Suite.OPENING, contest.contenders(), plan));
    }
}
