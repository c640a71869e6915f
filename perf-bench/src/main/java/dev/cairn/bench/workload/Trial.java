package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contender;
import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.harness.Rounds;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.samples.Dataset;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A comparison on one thread: apart, each library in a JVM of its own, or together in this one. */
final class Trial implements Workload {
    private final String name;
    private final String title;
    private final Opener opener;
    private Function<Stage, Plan> plan = Stage::plan;
    private Function<Stage, List<PeerKind>> kinds = stage -> List.copyOf(stage.kinds());
    private Dataset dataset = Dataset.PQS;
    private boolean writes;

    /** Peers, subjects and whatever else a comparison needs while it runs. */
    interface Resource extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** What is open while it runs. */
    record Open(Contest contest, Resource resource) implements Resource {
        @Override
        public void close() throws SQLException {
            resource.close();
        }
    }

    /** Opens some peers on a file. */
    @FunctionalInterface
    interface Opener {
        Open open(Target target, Collection<PeerKind> kinds) throws Exception;
    }

    Trial(String name, String title, Opener opener) {
        this.name = name;
        this.title = title;
        this.opener = opener;
    }

    /** With another length. */
    Trial lasting(Function<Stage, Plan> length) {
        plan = length;
        return this;
    }

    /** With these only. */
    Trial among(Function<Stage, List<PeerKind>> some) {
        kinds = some;
        return this;
    }

    /** On the file of another system. */
    Trial on(Dataset other) {
        dataset = other;
        return this;
    }

    /** On a file of its own. */
    Trial writing() {
        writes = true;
        return this;
    }

    /** What it is called in tables. */
    String title() {
        return title;
    }

    Open open(Target target, Collection<PeerKind> some) throws Exception {
        return opener.open(target, some);
    }

    @Override
    public void run(Stage stage) throws Exception {
        Target target = writes ? stage.copy(name) : stage.data(dataset, stage.rows());
        run(stage, title, target, kinds.apply(stage));
    }

    /** On another file, with others. */
    void run(Stage stage, String heading, Target target, List<PeerKind> some) throws Exception {
        stage.report().add(stage.full() ? apart(stage, heading, target, some) : together(stage, heading, target, some));
    }

    private Outcome together(Stage stage, String heading, Target target, List<PeerKind> some) throws Exception {
        try (Open open = open(target, some)) {
            return Rounds.run(heading, open.contest().contenders(), plan.apply(stage));
        }
    }

    private Outcome apart(Stage stage, String heading, Target target, List<PeerKind> some) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        for (PeerKind kind : some) {
            contenders.add(stage.children().open(kind, name, target));
        }
        Outcome outcome = Rounds.run(heading, contenders, plan.apply(stage));
        stage.children().rest();
        return outcome;
    }
}
