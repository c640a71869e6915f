package dev.cairn.schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationFilesTest {
    private static final String A = "CREATE TABLE a (id INTEGER)";
    private static final String B = "CREATE TABLE b (id INTEGER)";

    @TempDir
    Path folder;

    @Test
    void directory_ofMigrations_isReadInOrderOfTheNumbers() throws IOException {
        write("1000_last.sql", B);
        write("002_b.down.sql", "DROP TABLE b");
        write("002_b.sql", B);
        write("00001_a.sql", A);

        Migrations migrations = Migrations.directory(folder);

        assertThat(migrations).extracting(Migration::name).containsExactly("00001_a", "002_b", "1000_last");
        assertThat(migrations).extracting(Migration::reversible).containsExactly(false, true, false);
        assertThat(migrations.origin()).isEqualTo(folder.toString());
    }

    @Test
    void directory_withOtherThings_leavesThemAlone() throws IOException {
        write("001_a.sql", A);
        write("README.md", "Not for us");
        write("001_a.sql.orig", B);
        write("sub/002_b.sql", B);
        Files.createDirectory(folder.resolve("003_folder.sql"));

        assertThat(names(Migrations.directory(folder))).containsExactly("001_a");
    }

    @Test
    void directory_thatIsNotThere_isUnreadable() {
        MigrationException refusal = refused(Kind.UNREADABLE_SOURCE, () -> Migrations.directory(folder.resolve("no")));

        assertThat(refusal.field("source").orElseThrow()).endsWith("no");
        assertThat(refusal.field("problem")).contains("NoSuchFileException");
    }

    @Test
    void directory_thatIsAFile_isUnreadable() throws IOException {
        MigrationException refusal = refused(Kind.UNREADABLE_SOURCE, () -> Migrations.directory(write("001_a.sql", A)));

        assertThat(refusal.field("problem")).contains("NotDirectoryException");
    }

    @Test
    void directory_withoutMigrations_isRefused() {
        MigrationException refusal = refused(Kind.NO_MIGRATIONS, () -> Migrations.directory(folder));

        assertThat(refusal.field("source")).contains(folder.toString());
    }

    @Test
    void classpath_folderNobodyHas_isRefused() {
        MigrationException refusal = refused(Kind.NO_MIGRATIONS, () -> Migrations.classpath("db/nobody"));

        assertThat(refusal.field("source")).contains("classpath:db/nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/pqs", "/db/pqs", "db/pqs/"})
    void classpath_folder_isRead(String name) {
        assertThat(names(Migrations.classpath(name))).hasSize(9).contains("009_create_composite_indexes");
    }

    @Test
    void classpath_directoryWithOddName_isRead() throws IOException {
        write("odd näme #1/db/a/001_a.sql", A);

        try (URLClassLoader loader = loader(folder.resolve("odd näme #1"))) {
            assertThat(names(Migrations.classpath("db/a", loader))).containsExactly("001_a");
        }
    }

    @Test
    void classpath_folderInAJar_isRead() throws IOException {
        Path jar = jar(
                "odd näme #1.jar",
                true,
                Map.of(
                        "db/a/001_a.sql",
                        A,
                        "db/a/001_a.down.sql",
                        "DROP TABLE a",
                        "db/ab/002_b.sql",
                        B,
                        "db/a/x/3.sql",
                        B));

        try (URLClassLoader loader = loader(jar)) {
            Migrations migrations = Migrations.classpath("db/a", loader);

            assertThat(names(migrations)).containsExactly("001_a");
            assertThat(migrations.get("1").reversible()).isTrue();
            assertThat(migrations.get("1").up().location()).endsWith("odd näme #1.jar!/db/a/001_a.sql");
        }
    }

    @Test
    void classpath_jarWithoutDirectoryEntries_hasNoSuchFolder() throws IOException {
        // Some shading tools make such jars, and no class loader finds a folder in them: refused, not passed over.
        Path jar = jar("shaded.jar", false, Map.of("db/a/001_a.sql", A));

        try (URLClassLoader loader = loader(jar)) {
            refused(Kind.NO_MIGRATIONS, () -> Migrations.classpath("db/a", loader));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void classpath_folderNamedTwiceByTheLoader_isReadOnce(boolean inJar) throws IOException {
        write("classes/db/a/001_a.sql", A);
        Path place = inJar ? jar("a.jar", true, Map.of("db/a/001_a.sql", A)) : folder.resolve("classes");

        // As in the realms that Maven makes for its plugins: parent and child both know the place.
        try (URLClassLoader parent = loader(place);
                URLClassLoader child =
                        new URLClassLoader(new URL[] {place.toUri().toURL()}, parent)) {
            assertThat(Collections.list(child.getResources("db/a"))).hasSize(2);
            assertThat(names(Migrations.classpath("db/a", child))).containsExactly("001_a");
        }
    }

    @Test
    void classpath_severalPlaces_addUp() throws IOException {
        write("classes/db/a/001_a.sql", A);
        write("classes/db/a/002_b.down.sql", "DROP TABLE b");
        Path jar = jar("a.jar", true, Map.of("db/a/002_b.sql", B));

        try (URLClassLoader loader = loader(folder.resolve("classes"), jar)) {
            Migrations migrations = Migrations.classpath("db/a", loader);

            assertThat(names(migrations)).containsExactly("001_a", "002_b");
            assertThat(migrations.get("2").reversible()).isTrue();
        }
    }

    @Test
    void classpath_sameFileInTwoPlaces_isRefusedWithBoth() throws IOException {
        Path first = jar("first.jar", true, Map.of("db/a/001_a.sql", A));
        Path second = jar("second.jar", true, Map.of("db/a/001_a.sql", A));

        try (URLClassLoader loader = loader(first, second)) {
            MigrationException refusal = refused(Kind.DUPLICATE_NUMBER, () -> Migrations.classpath("db/a", loader));

            assertThat(refusal.field("first").orElseThrow()).endsWith("first.jar!/db/a/001_a.sql");
            assertThat(refusal.field("second").orElseThrow()).endsWith("second.jar!/db/a/001_a.sql");
        }
    }

    @Test
    void classpath_folderThatIsAFile_isUnreadable() throws IOException {
        write("classes/db", "a file");

        try (URLClassLoader loader = loader(folder.resolve("classes"))) {
            refused(Kind.UNREADABLE_SOURCE, () -> Migrations.classpath("db", loader));
        }
    }

    @ParameterizedTest
    @CsvSource({"001_a, 001_b", "001_a, 0001_a", "007_a, 00000007_z"})
    void directory_twoOfOneNumber_isRefusedWithBoth(String first, String second) throws IOException {
        write(first + ".sql", A);
        write(second + ".sql", B);

        MigrationException refusal = refused(Kind.DUPLICATE_NUMBER, () -> Migrations.directory(folder));

        assertThat(List.of(
                        refusal.field("first").orElseThrow(),
                        refusal.field("second").orElseThrow()))
                .containsExactlyInAnyOrder(
                        folder.resolve(first + ".sql").toString(),
                        folder.resolve(second + ".sql").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1_a.sql",
                "01_a.sql",
                "001.sql",
                "001_.sql",
                "001-a.sql",
                "001a.sql",
                "-001_a.sql",
                "V001__a.sql",
                "001_a b.sql",
                "readme.sql",
                ".sql",
                "01_a.down.sql",
                "1234567890123456789_a.sql",
                "٠٠١_a.sql",
                "001_a.SQL",
                "001_a.Sql"
            })
    void directory_fileThatIsNotNamedLikeAMigration_isRefused(String name) throws IOException {
        write("001_first.sql", A);
        write(name, B);

        MigrationException refusal = refused(Kind.BAD_NAME, () -> Migrations.directory(folder));

        assertThat(refusal.field("file")).contains(folder.resolve(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"001_b.down.sql", "0001_a.down.sql", "002_a.down.sql"})
    void directory_downWithoutItsMigration_isRefused(String name) throws IOException {
        write("001_a.sql", A);
        write(name, "DROP TABLE a");

        MigrationException refusal = refused(Kind.ORPHAN_DOWN, () -> Migrations.directory(folder));

        assertThat(refusal.field("file")).contains(folder.resolve(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", " \r\n", "-- only a remark;", "/* nothing */;;"})
    void directory_migrationWithoutAStatement_isRefused(String text) throws IOException {
        write("001_a.sql", text);

        MigrationException refusal = refused(Kind.EMPTY_SCRIPT, () -> Migrations.directory(folder));

        assertThat(refusal.field("file").orElseThrow()).endsWith("001_a.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", " \r\n"})
    void directory_downWithNothingInIt_isRefused(String text) throws IOException {
        write("001_a.sql", A);
        write("001_a.down.sql", text);

        MigrationException refusal = refused(Kind.EMPTY_SCRIPT, () -> Migrations.directory(folder));

        assertThat(refusal.field("file").orElseThrow()).endsWith("001_a.down.sql");
    }

    @Test
    void directory_downWithARemark_undoesNothing() throws IOException {
        write("001_a.sql", A);
        write("001_a.down.sql", "-- nothing to undo");

        assertThat(Migrations.directory(folder).get("1").reversible()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"001_a.sql", "001_a.down.sql"})
    void directory_binaryFile_isUnreadable(String name) throws IOException {
        write("001_a.sql", A);
        write(name, "SQLite format 3\n\0\u0010");

        assertThat(unreadable("2").field("file").orElseThrow()).endsWith(name);
    }

    @Test
    void directory_fileInAnotherEncoding_isUnreadableWithTheLine() throws IOException {
        Files.write(folder.resolve("001_a.sql"), "-- größe 1\n-- 名前\n".getBytes(UTF_8));
        Files.write(folder.resolve("002_b.sql"), (B + ";\n\n-- größe\nSELECT 1;\n").getBytes(ISO_8859_1));

        assertThat(unreadable("3").field("file").orElseThrow()).endsWith("002_b.sql");
    }

    @Test
    void directory_utf16_isUnreadable() throws IOException {
        Files.write(folder.resolve("001_a.sql"), A.getBytes(UTF_16));

        unreadable("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFSELECT 1;\n\nSELECT 'a b';\n",
                "SELECT 1;\r\n\r\nSELECT 'a b';\r\n",
                "SELECT 1;\r\rSELECT 'a b';\r",
                "SELECT 1; \n \t\nSELECT 'a b';\t\t\n",
                "SELECT 1;\n\nSELECT 'a b';",
                "SELECT 1;\n\nSELECT 'a b';\n\n \n"
            })
    void checksum_ofTextThatDiffersInLineEndsAndTrailingSpace_isTheSame(String text) {
        assertThat(checksum(text)).isEqualTo(checksum("SELECT 1;\n\nSELECT 'a b';\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;\n\nSELECT 'a c';\n",
                "select 1;\n\nSELECT 'a b';\n",
                "SELECT 1;\n\nSELECT 'a  b';\n",
                "SELECT  1;\n\nSELECT 'a b';\n",
                " SELECT 1;\n\nSELECT 'a b';\n",
                "SELECT 1;\nSELECT 'a b';\n",
                "\nSELECT 1;\n\nSELECT 'a b';\n",
                "SELECT 1;\n\nSELECT 'a b'\n",
                "SELECT 1;\n\nSELECT 'a\u00A0b';\n",
                "SELECT 1;\u00A0\n\nSELECT 'a b';\n",
                "SELECT 1;\u3000\n\nSELECT 'a b';\n",
                "SELECT 1;\n\nSELECT 'a b';\n\u2003",
                "SELECT 1; -- one\n\nSELECT 'a b';\n"
            })
    void checksum_ofTextThatDiffersInAnythingElse_isAnother(String text) {
        assertThat(checksum(text)).isNotEqualTo(checksum("SELECT 1;\n\nSELECT 'a b';\n"));
    }

    private static String checksum(String text) {
        return Migration.sql("001_a", "001_a.sql", text, null, null).checksum();
    }

    private MigrationException unreadable(String line) {
        MigrationException refusal = refused(Kind.UNREADABLE_SCRIPT, () -> Migrations.directory(folder));
        assertThat(refusal.field("line")).contains(line);
        assertThat(refusal.field("problem")).contains("this is not UTF-8 text");
        return refusal;
    }

    private static MigrationException refused(Kind kind, ThrowingCallable call) {
        MigrationException refusal = catchThrowableOfType(MigrationException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal).hasMessageContaining(refusal.hint());
        return refusal;
    }

    private static List<String> names(Migrations migrations) {
        return migrations.stream().map(Migration::name).toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path jar(String name, boolean directoryEntries, Map<String, String> files) throws IOException {
        Map<String, String> entries = new TreeMap<>(files);
        if (directoryEntries) {
            for (String file : files.keySet()) {
                for (int end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) {
                    entries.put(file.substring(0, end + 1), "");
                }
            }
        }
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(UTF_8));
                out.closeEntry();
            }
        }
        return jar;
    }

    private static URLClassLoader loader(Path... places) throws IOException {
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            urls[i] = places[i].toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }
}
