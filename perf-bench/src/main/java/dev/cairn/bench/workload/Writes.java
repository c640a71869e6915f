package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.Operation;
import dev.cairn.bench.peer.NewUser;
import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Peers;
import dev.cairn.bench.peer.Target;
import dev.cairn.dal.pqs.UsersRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Writes by one thread, the same by all, read back by another connection before they are measured. */
final class Writes implements Trial.Resource {
    private static final Instant LOGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final Control control;
    private final Subjects subjects;
    private final Peers peers;
    private final AtomicLong signUps = new AtomicLong();

    Writes(Target target, Collection<PeerKind> kinds) throws Exception {
        this.subjects = Subjects.of(target);
        this.control = new Control(target, subjects.last());
        this.peers = Peers.open(kinds, target);
    }

    /** One peer's way to do it, and the same with a look at what is there then. */
    private record Ways(Operation measured, Operation checked) {}

    @FunctionalInterface
    private interface Way {
        Ways of(Peer peer);
    }

    private Contest contest(Way way) {
        Contest contest = new Contest().settling(control::writeBack).takingBack(control::takeBack);
        peers.forEach((kind, peer) -> {
            Ways ways = way.of(peer);
            contest.add(kind.title(), ways.measured, ways.checked);
        });
        return contest;
    }

    private NewUser signUp() {
        return NewUser.of(signUps.incrementAndGet());
    }

    Contest insert() {
        return contest(peer -> new Ways(turn -> peer.insert(signUp()), turn -> {
            NewUser user = signUp();
            return requireSame(expected(user, peer.insert(user)), control.byUsername(user.username()));
        }));
    }

    Contest update() {
        return contest(peer -> new Ways(turn -> peer.recordLogin(subjects.id(turn), LOGIN, turn), turn -> {
            long id = subjects.id(turn);
            long number = signUps.incrementAndGet();
            Instant at = LOGIN.plusSeconds(number);
            boolean found = peer.recordLogin(id, at, number);
            return found && isThere(id, at, number);
        }));
    }

    private boolean isThere(long id, Instant login, long count) throws Exception {
        UsersRow row = control.byId(id);
        if (!login.equals(row.lastLoginAt()) || !Long.valueOf(count).equals(row.loginCount())) {
            throw new AssertionError("not written: " + row);
        }
        return true;
    }

    /** Each user twice: a new row, then a change of it. */
    Contest upsert() {
        AtomicLong number = new AtomicLong();
        return contest(peer -> new Ways(turn -> peer.upsert(twice(number)), turn -> {
            String username = "check-" + turn;
            UsersRow first = peer.upsert(NewUser.named(username, turn));
            NewUser changed = NewUser.named(username, turn + 1);
            UsersRow second = peer.upsert(changed);
            requireSame(expected(changed, first.id()), second);
            return requireSame(second, control.byUsername(username));
        }));
    }

    private static NewUser twice(AtomicLong counter) {
        long number = counter.incrementAndGet();
        return NewUser.named("twice-" + number / 2, number);
    }

    Contest batch(int size) {
        return contest(peer -> new Ways(
                turn -> {
                    peer.insertAll(signUps(size));
                    return size;
                },
                turn -> {
                    List<NewUser> users = signUps(Math.min(size, 1_234));
                    peer.insertAll(users);
                    for (NewUser user : users) {
                        UsersRow row = control.byUsername(user.username());
                        requireSame(expected(user, row.id()), row);
                    }
                    return users.size();
                }));
    }

    private List<NewUser> signUps(int count) {
        return LongStream.range(0, count).mapToObj(i -> signUp()).toList();
    }

    private static UsersRow expected(NewUser user, long id) {
        return new UsersRow(
                id,
                user.username(),
                user.email(),
                user.passwordHash(),
                user.fullName(),
                user.rank(),
                user.role(),
                true,
                null,
                null,
                null,
                null,
                user.createdAt(),
                user.createdAt(),
                null,
                user.loginCount(),
                0L,
                null);
    }

    private static boolean requireSame(UsersRow wanted, @Nullable UsersRow got) {
        if (!wanted.equals(got)) {
            throw new AssertionError("written: " + wanted + "\nread back: " + got);
        }
        return true;
    }

    @Override
    public void close() throws SQLException {
        peers.close();
        control.close();
    }
}
