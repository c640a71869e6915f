package dev.cairn.bench.workload;

import dev.cairn.bench.harness.LoadContest;
import dev.cairn.bench.peer.NewUser;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Peers;
import dev.cairn.bench.peer.Target;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Many threads at a time, through calls that are a transaction each. Those over a pool have ten connections. */
final class Loads implements AutoCloseable {
    private static final int WRITERS = 10;
    private static final int MIXED = 8;

    private final Control control;
    private final Subjects subjects;
    private final Peers peers;
    private final AtomicLong signUps = new AtomicLong();

    Loads(Target target, Collection<PeerKind> kinds) throws Exception {
        Set<PeerKind> shared = EnumSet.of(PeerKind.POOLED);
        shared.addAll(kinds);
        shared.remove(PeerKind.RAW);
        this.subjects = Subjects.of(target);
        this.control = new Control(target, subjects.last());
        this.peers = Peers.open(shared, target);
    }

    private LoadContest contest(String name, int threads) {
        return new LoadContest(name, threads).settling(control::writeBack).afterwards(control::takeBack);
    }

    LoadContest writers(String name) {
        return writers(name, WRITERS);
    }

    LoadContest writers(String name, int threads) {
        LoadContest contest = contest(name, threads);
        peers.forEach((kind, peer) -> contest.add(kind.title(), (thread, turn) -> {
            peer.insert(NewUser.of(signUps.incrementAndGet()));
            return "write";
        }));
        return contest.basedOn(PeerKind.POOLED.title());
    }

    /** Nine reads by key, then an update. */
    LoadContest mix(String name) {
        return mix(name, MIXED);
    }

    /** The same on another number of threads. */
    LoadContest mix(String name, int threads) {
        LoadContest contest = contest(name, threads);
        peers.forEach((kind, peer) -> contest.add(kind.title(), (thread, turn) -> {
            long id = subjects.id(turn * threads + thread);
            if (turn % 10 == 9) {
                peer.recordLogin(id, NewUser.of(turn).createdAt(), turn);
                return "write";
            }
            peer.byId(id);
            return "read";
        }));
        return contest.basedOn(PeerKind.POOLED.title());
    }

    @Override
    public void close() throws SQLException {
        peers.close();
        control.close();
    }
}
