package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Progress;
import dev.cairn.schema.Progress.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown, and that nothing is where there is no terminal. */
class TerminalTest {
    private final StringWriter err = new StringWriter();

    private Terminal terminal(boolean shown, Map<String, String> environment) {
        return new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), shown, shown, 80, environment);
    }

    @Test
    void colours_onATerminal_unlessNotWanted() {
        assertThat(terminal(true, Map.of("TERM", "xterm")).outStyle()).isEqualTo(Style.COLOURED);
        assertThat(terminal(true, Map.of("NO_COLOR", "")).errStyle()).isEqualTo(Style.COLOURED);
        assertThat(terminal(true, Map.of("NO_COLOR", "1")).errStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal(true, Map.of("TERM", "dumb")).outStyle()).isEqualTo(Style.PLAIN);
        assertThat(terminal(false, Map.of()).outStyle()).isEqualTo(Style.PLAIN);
    }

    @Test
    void progress_withoutColours_isShownStill() {
        assertThat(terminal(true, Map.of("NO_COLOR", "1")).showsProgress()).isTrue();
        assertThat(terminal(true, Map.of("TERM", "dumb")).showsProgress()).isFalse();
        assertThat(terminal(false, Map.of()).showsProgress()).isFalse();
    }

    @Test
    void shownLine_isErasedBeforeAnythingElse() {
        Terminal terminal = terminal(true, Map.of());

        terminal.show("[####]");
        terminal.warn("careful");
        terminal.end("cairn: interrupted");
        terminal.show("[#####]");
        terminal.end("again");

        String erased = "\r\u001b[K";
        assertThat(err)
                .hasToString(erased + "[####]" + erased + "\u001b[33mcairn: \u001b[0mcareful\ncairn: interrupted\n");
    }

    @ParameterizedTest
    @CsvSource({
        "WAITING,    '', 0, 1, 'waiting for the write lock  12 s'",
        "CHECKING,   '', 0, 1, 'checking the database  12 s'",
        "COPYING,    '', 0, 1, 'copying the database  12 s'",
        "COMMITTING, '', 0, 1, 'making it durable  12 s'",
        "RUNNING, 007_orders, 0, 4, '[....................] 1 of 4  007_orders  12 s'",
        "RUNNING, 007_orders, 3, 4, '[###############.....] 4 of 4  007_orders  12 s'",
        "RUNNING, 007_orders, 4, 4, '[####################] 4 of 4  007_orders  12 s'"
    })
    void progressLine_tellsWhatAndHowLong(Phase phase, String migration, int done, int total, String line) {
        Progress progress = new Progress(phase, migration, done, total);

        assertThat(ProgressLine.render(Step.of(progress), Duration.ofMillis(12_900), 79))
                .isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "SNAPSHOT, 1, 4, '[#####...............]  25%  copying what is committed  12 s'",
        "PACK, 4, 4, '[####################] 100%  packing and writing  12 s'",
        "READ_BACK, 9, 4, '[####################] 100%  reading what was written  12 s'",
        "CHECK, 0, 0, 'checking the copy  12 s'",
        "COMMIT, 0, 0, 'making it durable  12 s'"
    })
    void progressLine_ofBackups_tellsTheShare(
            dev.cairn.backup.Progress.Phase phase, long done, long total, String line) {
        Step step = Step.of(new dev.cairn.backup.Progress(phase, done, total));

        assertThat(ProgressLine.render(step, Duration.ofMillis(12_900), 79)).isEqualTo(line);
    }

    @Test
    void progressLine_narrowTerminal_isCut() {
        Progress progress = new Progress(Phase.RUNNING, "007_orders", 1, 4);

        assertThat(ProgressLine.render(Step.of(progress), Duration.ZERO, 30))
                .hasSize(30)
                .endsWith("  0 s");
    }

    @Test
    void table_onATerminal_breaksItsLastColumnBetweenWords() {
        StringWriter narrow = new StringWriter();
        StringWriter endless = new StringWriter();
        List<String> row = List.of("007_orders", "Orders of customers and what they hold");

        new Page(new PrintWriter(narrow), Style.PLAIN, 36).table(List.of("pending", ""), List.of(row), r -> r);
        new Page(new PrintWriter(endless), Style.PLAIN, Integer.MAX_VALUE)
                .table(List.of("pending", ""), List.of(row), r -> r);

        assertThat(narrow).hasToString("""
                pending
                007_orders  Orders of customers and
                            what they hold
                """);
        assertThat(endless).hasToString("""
                pending
                007_orders  Orders of customers and what they hold
                """);
    }

    @Test
    void progressLine_isShownOnceAnOperationTakesAWhile() {
        AtomicLong now = new AtomicLong();
        Step step = Step.of(new Progress(Phase.COPYING, "", 0, 1));
        try (ProgressLine progress = new ProgressLine(terminal(true, Map.of()), now::get)) {
            progress.at(step);
            now.set(499_999_999);
            progress.draw();
            assertThat(err.toString()).isEmpty();
            now.set(500_000_000);
            progress.draw();
            assertThat(err.toString()).endsWith("copying the database  0 s");
            progress.next();
            progress.at(step);
            now.set(999_999_999);
            progress.draw();
            assertThat(err.toString()).as("another operation").endsWith("0 s\r\u001b[K");
            now.set(2_000_000_000);
            progress.draw();
            assertThat(err.toString()).endsWith("copying the database  1 s");
        }
    }

    @Test
    void text_isBrokenBetweenWordsWhateverItsColours() {
        StringWriter out = new StringWriter();

        new Page(new PrintWriter(out), Style.COLOURED, 20)
                .text(3, "a " + Style.COLOURED.good("green word") + " and more  of it")
                .text(3, "  indented");

        assertThat(out).hasToString("   a \u001b[32mgreen word\u001b[0m and\n   more  of it\n     indented\n");
    }

    @Test
    void sql_thatDoesNotFit_isBrokenAtItsClauses() {
        String sql = "select a, count(*) from t where b = 1 group by a order by a";
        StringWriter narrow = new StringWriter();
        StringWriter wide = new StringWriter();

        new Page(new PrintWriter(narrow), Style.PLAIN, 60).sql(2, sql);
        new Page(new PrintWriter(wide), Style.PLAIN, 61).sql(2, sql);

        assertThat(narrow).hasToString("""
                  select a, count(*)
                  from t
                  where b = 1
                  group by a
                  order by a
                """);
        assertThat(wide).hasToString("  " + sql + "\n");
    }

    @ParameterizedTest
    @CsvSource({"0, <1 ms", "999, 999 ms", "1000, 1.0 s", "59949, 59.9 s", "60000, 1 min 00 s", "3725000, 62 min 05 s"})
    void duration_isReadable(long millis, String text) {
        assertThat(Units.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KB", "1572864, 1.5 MB", "3221225472, 3.0 GB"})
    void size_isReadable(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void instant_isInUtcWhateverTheZone() {
        assertThat(Units.text(Instant.parse("2026-03-01T12:34:56Z"))).isEqualTo("2026-03-01 12:34");
        assertThat(Units.iso(Instant.parse("2026-03-01T12:34:56.123456789Z"))).isEqualTo("2026-03-01T12:34:56.123Z");
    }
}
