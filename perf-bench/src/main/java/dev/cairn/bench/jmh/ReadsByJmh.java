package dev.cairn.bench.jmh;

import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A point read and a hundred rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
@SuppressWarnings("NullAway.Init")
public class ReadsByJmh {
    /** Who. */
    @Param("RAW")
    public PeerKind peer;

    /** On which file. */
    @Param("")
    public String file;

    /** How many users it has. */
    @Param("1")
    public int rows;

    private Peer open;
    private long turn;

    /** Opens the file. */
    @Setup(Level.Trial)
    public void open() throws Exception {
        open = peer.open(Target.of(Path.of(file)));
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
        open.close();
    }

    /** One row. */
    @Benchmark
    public UsersRow byId() throws Exception {
        return open.byId(1 + turn++ * 7919 % rows);
    }

    /** A hundred rows. */
    @Benchmark
    public List<UsersRow> hundredRows() throws Exception {
        return open.byRole(turn++ % 2 == 0 ? UserRole.USER : UserRole.EDITOR, 100);
    }
}
