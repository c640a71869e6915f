package dev.cairn.dal.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What depends on the whole process: its classes, its libraries, its log levels. */
class OtherProcessTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What a program of this class path printed. */
    private static List<String> run(Class<?> program, String argument, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), argument));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines().toList();
    }

    /** Uses a database as services do. */
    static final class Ordinary {
        private Ordinary() {}

        public static void main(String[] folder) {
            Path file = Path.of(folder[0], "pqs.db");
            try (Database db = Database.open(file, Pqs.MIGRATIONS)) {
                Pqs pqs = new Pqs(db);
                long id = pqs.users().insert(World.user(SECRET));
                pqs.users().get(id);
                db.write(() -> pqs.users().update(id, u -> u.rank(SECRET)));
                db.read(() -> pqs.users().listByRole(UserRole.VISITOR, 5));
                try {
                    pqs.users().insert(World.user(SECRET));
                } catch (DalException refused) {
                    System.out.println("refused");
                }
                db.dsl().fetch("select '" + SECRET + "' from users where username = '" + SECRET + "'");
                System.out.println(db.inspect().healthWithIntegrity().problems());
            }
        }
    }

    @Test
    void noRegistry_noClassOfMicrometerIsLoaded() throws Exception {
        List<String> printed = run(Ordinary.class, folder.toString(), "-Xlog:class+load");

        assertThat(printed).anyMatch(line -> line.contains("dev.cairn.dal.insight.Recorder"));
        assertThat(printed).noneMatch(line -> line.contains("io.micrometer"));
    }

    @Test
    void debug_tellsShapesAndTimesAndNoValues() throws Exception {
        List<String> printed =
                run(Ordinary.class, folder.toString(), "-Dorg.slf4j.simpleLogger.log.dev.cairn.dal=debug");

        assertThat(printed)
                .contains("refused", "[]")
                .anyMatch(line -> line.contains("DEBUG dev.cairn.dal.insight - users.listByRole")
                        && line.contains("us, 1 rows: "))
                .anyMatch(line -> line.contains("DEBUG dev.cairn.dal.session - write  done"))
                .anyMatch(line -> line.contains("DEBUG dev.cairn.dal.statement - Preparing: insert into users"))
                .anyMatch(line -> line.contains("select ? from users where username = ?"))
                .noneMatch(line -> line.contains(SECRET));
    }

    /** Loads the driver once more, by a class loader that shares nothing with ours. */
    static final class TwoDrivers {
        private TwoDrivers() {}

        public static void main(String[] folder) throws Exception {
            URL[] urls = Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                    .map(TwoDrivers::url)
                    .toArray(URL[]::new);
            try (URLClassLoader apart = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
                Driver driver = (Driver) apart.loadClass("org.sqlite.JDBC")
                        .getDeclaredConstructor()
                        .newInstance();
                try (Connection other = driver.connect("jdbc:sqlite::memory:", new Properties());
                        Database db = Database.inMemory(Pqs.MIGRATIONS)) {
                    System.out.println(other.isValid(1) + " " + db.inspect().health());
                }
            }
        }

        private static URL url(String path) {
            try {
                return Path.of(path).toUri().toURL();
            } catch (IOException e) {
                throw new IllegalArgumentException(path, e);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void secondCopyOfTheDriver_isAProblem() throws Exception {
        List<String> printed = run(TwoDrivers.class, "");

        assertThat(printed).last().asString().contains("healthy=false").contains("there are 2 copies of SQLite");
    }
}
