package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code health} and {@code stats} leave folder and file as they found them, whatever they found. */
class ReadingCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("app.db");
    }

    /**
     * Everything in the folder, but for the index of a log, which holds nothing, and which whoever reads the log first
     * makes anew. Nobody has the file open.
     */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(p -> !p.endsWith("app.db-shm")).toList()) {
                content.put(
                        path.toString(),
                        Files.isDirectory(path) ? "folder" : HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return content;
    }

    private void assertUntouched(int exit) throws IOException {
        assertUntouched(exit, "health");
        assertUntouched(exit, "health", "--integrity", "--json");
        assertUntouched(exit, "stats");
        assertUntouched(exit, "stats", "--json");
    }

    private void assertUntouched(int exit, String command, String... options) throws IOException {
        Map<String, String> before = content();
        String[] arguments = Stream.concat(Stream.of(command, "--db", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        Call call = call(arguments);

        assertThat(call.exit()).as(call.toString()).isEqualTo(exit);
        assertThat(content()).isEqualTo(before);
        if (!before.containsKey(folder.resolve("app.db-wal").toString())) {
            assertThat(folder.resolve("app.db-shm")).doesNotExist();
        }
    }

    private static Call call(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 80, Map.of());
        int exit = Cairn.run(terminal, arguments);
        return new Call(exit, out.toString(), err.toString());
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void rollbackJournal() throws Exception {
        sql("CREATE TABLE t (x)", "INSERT INTO t VALUES (1)");
        assertUntouched(0);
    }

    @Test
    void writeAheadLog() throws Exception {
        sql("PRAGMA journal_mode = WAL", "CREATE TABLE t (x)", "INSERT INTO t VALUES (1)");
        assertUntouched(0);
    }

    /** Writes a row into the log, and ends before anything is moved. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] file) throws SQLException {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file[0]);
            connection.createStatement().execute("INSERT INTO t VALUES (2), (3)");
            Runtime.getRuntime().halt(0);
        }
    }

    private void leaveLog() throws Exception {
        sql("PRAGMA journal_mode = WAL", "CREATE TABLE t (x)");
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertThat(killed.waitFor()).isZero();
        assertThat(folder.resolve("app.db-wal")).isNotEmptyFile();
    }

    @Test
    void logLeftBehind_isReadAndStaysThere() throws Exception {
        leaveLog();
        assertUntouched(0);
        assertThat(call("stats", "--db", file.toString()).out()).containsPattern("\nt +2\n");
    }

    @Test
    void logLeftBehindWithoutItsIndex_isReadAndStaysThere() throws Exception {
        leaveLog();
        Files.delete(folder.resolve("app.db-shm"));
        assertUntouched(0);
    }

    @Test
    void noFile() throws Exception {
        assertUntouched(3);
    }

    @Test
    void folderInstead() throws Exception {
        Files.createDirectory(file);
        assertUntouched(3);
    }

    @Test
    void noDatabase() throws Exception {
        Files.writeString(file, "This is a letter, and not a database. ".repeat(1_000));
        assertUntouched(3);
    }

    @Test
    void emptyFile() throws Exception {
        Files.createFile(file);
        assertUntouched(0);
    }

    @Test
    void truncated() throws Exception {
        sql("CREATE TABLE t (x)", "INSERT INTO t VALUES (zeroblob(100000))");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20_000));
        assertUntouched(3);
    }

    @Test
    void damaged_isToldByTheIntegrityCheck() throws Exception {
        sql("CREATE TABLE t (x)", "CREATE INDEX i ON t (x)", "INSERT INTO t VALUES (1), (2)");
        byte[] bytes = Files.readAllBytes(file);
        int third = 2 * 4_096;
        Arrays.fill(bytes, third, third + 4_096, (byte) 0);
        Files.write(file, bytes);

        assertUntouched(0, "health");
        assertUntouched(1, "health", "--integrity");
        assertThat(call("health", "--db", file.toString(), "--integrity").out())
                .contains("\nintegrity damaged\n", "\nproblem: ");
    }
}
