package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Child;
import dev.cairn.bench.harness.Contender;
import dev.cairn.bench.harness.Remote;
import dev.cairn.bench.harness.Rounds;
import dev.cairn.bench.peer.CLimit;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a point read is from what the machine allows. Without a compiler, raw JDBC and Cairn are by themselves. */
final class Limit {
    private Limit() {}

    static void run(Stage stage) throws Exception {
        Target target = stage.data(stage.rows());
        List<Contender> contenders = new ArrayList<>();
        if (stage.full()) {
            contenders.add(stage.children().open(PeerKind.RAW, "point", target));
            contenders.add(stage.children().open(PeerKind.CAIRN, "point", target));
        }
        Optional<Child> program = CLimit.start(stage.folder(), target);
        program.ifPresent(child -> contenders.add(new Remote(CLimit.TITLE, child)));
        try {
            if (!contenders.isEmpty()) {
                stage.report().add(Rounds.run(Suite.LIMIT, contenders, stage.plan()));
            }
        } finally {
            program.ifPresent(Child::close);
            stage.children().rest();
        }
    }
}
