package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Peers;
import dev.cairn.bench.peer.Searching;
import dev.cairn.bench.peer.Searching.Filter;
import dev.cairn.bench.peer.Target;
import dev.cairn.dal.pqs.UserRole;
import java.util.Collection;
import java.util.List;

/** Queries that are put together while the program runs. */
final class Dynamic implements Trial.Resource {
    static final List<PeerKind> KINDS = List.of(PeerKind.RAW, PeerKind.CAIRN, PeerKind.JOOQ);

    private final Subjects subjects;
    private final Peers peers;

    Dynamic(Target target, Collection<PeerKind> kinds) throws Exception {
        this.subjects = Subjects.of(target);
        this.peers = Peers.open(kinds, target);
    }

    @FunctionalInterface
    private interface Filters {
        Filter of(int turn);
    }

    private Contest contest(Filters filters) {
        Contest contest = new Contest();
        peers.forEach((kind, peer) -> {
            Searching searching = (Searching) peer;
            contest.add(kind.title(), turn -> searching.search(filters.of(turn)));
        });
        return contest;
    }

    Contest oneRow() {
        return contest(turn -> new Filter(subjects.id(turn), null, null, null, 1));
    }

    /** One to three conditions at a time; whatever the planner knows of their values, the plan is the same. */
    Contest page() {
        return contest(turn -> new Filter(
                null,
                turn % 2 == 0 ? UserRole.EDITOR : UserRole.USER,
                turn % 3 == 0 ? null : Boolean.TRUE,
                turn % 5 == 0 ? null : (Long) subjects.id(turn),
                20));
    }

    @Override
    public void close() {
        peers.close();
    }
}
