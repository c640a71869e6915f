package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.MigrationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build meets: where migrations are, and what stops it. */
class GenerationTest {
    @TempDir
    private Path directory;

    private Generation ofMigration(String sql) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("src/main/resources/db/shop"));
        Files.writeString(folder.resolve("001_shop.sql"), sql);
        return Generation.of("filesystem:src/main/resources/db/shop").basedir(directory);
    }

    private Path target() {
        return directory.resolve("target");
    }

    @Test
    void generate_filesystem_isRelativeToTheModuleAndNamesTheClassPath() throws Exception {
        var files = ofMigration("CREATE TABLE a (id INTEGER PRIMARY KEY);").into(target());
        assertThat(files).containsKeys("Shop.java", "ARow.java", "tables/ATable.java");
        assertThat(files.get("Shop.java")).contains("Migrations.classpath(\"db/shop\", Shop.class.getClassLoader())");
    }

    @Test
    void generate_brokenMigration_namesFileAndLine() throws Exception {
        Generation generation =
                ofMigration("-- description: Broken.\nCREATE TABLE a (id INTEGER);\n\nCREATE TABEL b (id);\n");
        assertThatThrownBy(() -> generation.into(target()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("001_shop.sql")
                .hasMessageContaining("line=4");
    }

    @Test
    void generate_noMigrations_saysWhereItLooked() {
        assertThatThrownBy(() -> Generation.of("classpath:db/none").into(target()))
                .hasMessageContaining("db/none");
    }

    @Test
    void generate_moreColumnsThanARowHoldsParameters_isRefused() throws Exception {
        String columns = IntStream.rangeClosed(1, 255).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        assertThatThrownBy(() ->
                        ofMigration("CREATE TABLE wide (" + columns + ");").into(target()))
                .hasRootCauseMessage("table wide has 255 columns, and a row can have 254: split it");
    }

    @Test
    void generate_asManyColumnsAsARowHoldsParameters_succeeds() throws Exception {
        String columns = IntStream.rangeClosed(1, 254)
                .mapToObj(i -> "c" + i + " INTEGER NOT NULL")
                .collect(Collectors.joining(", "));
        assertThat(ofMigration("CREATE TABLE wide (" + columns + ");").into(target()))
                .containsKey("WideRow.java");
    }

    @Test
    void generate_versionThatIsNoColumn_isRefused() throws Exception {
        Generation generation =
                ofMigration("CREATE TABLE a (id INTEGER PRIMARY KEY);").with("version.a", "revision");
        assertThatThrownBy(() -> generation.into(target()))
                .hasRootCauseMessage("version.a names revision, which is no column of it");
    }

    @Test
    void generate_unknownProperty_isRefused() throws Exception {
        Generation generation =
                ofMigration("CREATE TABLE a (id INTEGER PRIMARY KEY);").with("enums.a.b", "C: d");
        assertThatThrownBy(() -> generation.into(target())).hasMessageStartingWith("there is no property enums.a.b;");
    }

    @Test
    void generate_enumOfOtherTexts_isRefused() throws Exception {
        Generation generation = ofMigration("CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT DEFAULT 'e');")
                .with("enum.a.b", "C: d");
        assertThatThrownBy(() -> generation.into(target())).hasStackTraceContaining("C lacks its default: e");
    }

    @Test
    void generate_history_isLeftOutUnlessAskedFor() throws Exception {
        String sql = "CREATE TABLE a (id INTEGER PRIMARY KEY);";
        assertThat(ofMigration(sql).into(directory.resolve("without"))).doesNotContainKey("MigrationHistoryRow.java");
        assertThat(ofMigration(sql).with("history", "true").into(directory.resolve("with")))
                .containsKey("MigrationHistoryRow.java");
    }

    @Test
    void generate_folderThatTheClassLoaderNamesTwice_isReadOnce() throws Exception {
        ofMigration("CREATE TABLE a (id INTEGER PRIMARY KEY);");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] urls = {directory.resolve("src/main/resources").toUri().toURL()};
        try (URLClassLoader twice = new Twice(urls, before)) {
            Thread.currentThread().setContextClassLoader(twice);
            assertThat(Generation.of("classpath:db/shop").into(target())).containsKey("ARow.java");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** As the one that Maven gives to plugins. */
    private static final class Twice extends URLClassLoader {
        Twice(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> once = Collections.list(super.getResources(name));
            return Collections.enumeration(
                    Stream.concat(once.stream(), once.stream()).toList());
        }
    }
}
