package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.peer.Typical;
import dev.cairn.bench.peer.TypicalPeer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One of the systems' typical queries. */
final class Asking implements Trial.Resource {
    private final Contest contest = new Contest();
    private final List<TypicalPeer> peers = new ArrayList<>();

    Asking(Typical query, Target target, Collection<PeerKind> kinds) throws Exception {
        for (PeerKind kind : kinds) {
            TypicalPeer peer = TypicalPeer.open(kind, query, target);
            peers.add(peer);
            contest.add(kind.title(), peer);
        }
    }

    Trial.Open open() {
        return new Trial.Open(contest, this);
    }

    @Override
    public void close() throws SQLException {
        for (TypicalPeer peer : peers) {
            peer.close();
        }
    }
}
