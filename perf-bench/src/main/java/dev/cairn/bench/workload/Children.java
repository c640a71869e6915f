package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Child;
import dev.cairn.bench.harness.Contender;
import dev.cairn.bench.harness.Remote;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.workload.Trial.Open;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JVM for each library, started when it is needed first. Not thread-safe. */
public final class Children implements AutoCloseable {
    private static final String NOTHING = "nothing";

    private final Map<PeerKind, Child> running = new EnumMap<>(PeerKind.class);

    Contender open(PeerKind kind, String trial, Target target) throws IOException {
        Child child = running.get(kind);
        if (child == null) {
            child = Child.start(List.of("-Xmx1g"), Children.class, kind.name());
            running.put(kind, child);
        }
        child.ask("open " + trial + " " + target.file());
        return new Remote(kind.title(), child);
    }

    /** All of them close their files. */
    void rest() throws IOException {
        for (Child child : running.values()) {
            child.ask("open " + NOTHING);
        }
    }

    @Override
    public void close() {
        running.values().forEach(Child::close);
        running.clear();
    }

    /** In the child: which library it is for. */
    public static void main(String[] args) throws Exception {
        PeerKind kind = PeerKind.named(args[0]);
        PrintStream out = System.out;
        // What libraries print is not an answer.
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Remote.serve(new Reopening(kind), in, out);
        System.exit(0);
    }

    /** Holds one trial open at a time. */
    private static final class Reopening implements Remote.Opener {
        private final PeerKind kind;
        private @Nullable Open open;

        Reopening(PeerKind kind) {
            this.kind = kind;
        }

        @Override
        public @Nullable Contender open(String arguments) throws Exception {
            if (open != null) {
                open.close();
                open = null;
            }
            if (arguments.equals(NOTHING)) {
                return null;
            }
            String[] words = arguments.split(" ", 2);
            open = Suite.trial(words[0]).open(Target.of(Path.of(words[1])), List.of(kind));
            return open.contest().contenders().get(0);
        }
    }
}
