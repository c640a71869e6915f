package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.Operation;
import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Peers;
import dev.cairn.bench.peer.Target;
import dev.cairn.dal.pqs.UserRole;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Reads by one thread, the same by all. */
final class Reads implements Trial.Resource {
    private static final UserRole[] ROLES = UserRole.values();

    private final Subjects subjects;
    private final Peers peers;

    Reads(Target target, Collection<PeerKind> kinds) throws Exception {
        this.subjects = Subjects.of(target);
        this.peers = Peers.open(kinds, target);
    }

    private Contest contest(Function<Peer, Operation> operation) {
        Contest contest = new Contest();
        peers.forEach((kind, peer) -> contest.add(kind.title(), operation.apply(peer)));
        return contest;
    }

    Contest byId() {
        return contest(peer -> turn -> peer.byId(subjects.id(turn)));
    }

    Contest byUsername() {
        return contest(peer -> turn -> peer.byUsername(Subjects.at(subjects.usernames(), turn)));
    }

    /** Rows with five dates each. */
    Contest typedDates() {
        return contest(peer -> turn -> peer.byId(Subjects.at(subjects.dated(), turn)));
    }

    /** A handful of rows with one value of an index. */
    Contest finder() {
        return contest(peer -> turn -> peer.byLastLogin(Subjects.at(subjects.logins(), turn), 10));
    }

    Contest page() {
        return contest(peer -> turn -> peer.pageByRole(UserRole.USER, subjects.id(turn), 20));
    }

    Contest hundredRows() {
        return contest(peer -> turn -> peer.byRole(ROLES[Math.floorMod(turn, ROLES.length)], 100));
    }

    /** Counts while it is measured, and compares the texts of the rows before. */
    Contest stream() {
        Contest contest = new Contest();
        peers.forEach((kind, peer) -> contest.add(
                kind.title(),
                turn -> {
                    AtomicLong sum = new AtomicLong();
                    peer.forEach(row -> sum.set(sum.get() + row.id()));
                    return sum.get();
                },
                turn -> {
                    AtomicLong hash = new AtomicLong();
                    peer.forEach(
                            row -> hash.set(hash.get() * 31 + row.toString().hashCode()));
                    return hash.get();
                }));
        return contest;
    }

    @Override
    public void close() {
        peers.close();
    }
}
