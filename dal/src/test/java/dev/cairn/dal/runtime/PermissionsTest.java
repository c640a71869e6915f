package dev.cairn.dal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files and folders that may not be written, by a process for which that counts; root needs setpriv for that. */
@Tag("tools")
@SuppressWarnings("NullAway.Init")
class PermissionsTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private Path inner;
    private Path file;

    @BeforeEach
    void create() throws IOException {
        inner = Files.createDirectory(lab.folder().resolve("inner"));
        file = inner.resolve("app.db");
        Database db = lab.open(Database.at(file).migrations(Pqs.MIGRATIONS));
        new Pqs(db).users().insert(Lab.user("ada"));
        db.close();
    }

    @AfterEach
    void allow() throws IOException {
        permit(inner, "rwxr-xr-x");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static List<String> asOthers() throws IOException {
        Process id = new ProcessBuilder("id", "-u").start();
        String user = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return user.equals("0")
                ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
                : List.of();
    }

    private String opening(boolean readOnly, String beginning) throws Exception {
        return opening("open", readOnly, beginning);
    }

    private String opening(String act, boolean readOnly, String beginning) throws Exception {
        try (Child child = Child.start(asOthers(), lab.folder(), Program.class, act, file, readOnly)) {
            child.says("done");
            child.ends();
            return child.says(beginning);
        }
    }

    @Test
    void folderReadOnly_readsAndLeavesNothingBeside() throws Exception {
        permit(inner, "r-xr-xr-x");
        assertThat(opening("trust", true, "count ")).isEqualTo("1");
        assertThat(Lab.listing(inner)).containsExactly("app.db");
    }

    @Test
    void folderAndFileReadOnly_readsAndLeavesNothingBeside() throws Exception {
        permit(file, "r--r--r--");
        permit(inner, "r-xr-xr-x");
        assertThat(opening("trust", true, "count ")).isEqualTo("1");
        assertThat(Lab.listing(inner)).containsExactly("app.db");
    }

    @Test
    void fileReadOnly_readsAndLeavesNothingButAnEmptyLog() throws Exception {
        permit(file, "r--r--r--");
        assertThat(opening(true, "count ")).isEqualTo("1");
        // SQLite creates these for others who may write, and cannot take them away again.
        assertThat(Lab.listing(inner)).contains("app.db").isSubsetOf("app.db", "app.db-shm", "app.db-wal");
        assertThat(inner.resolve("app.db-wal").toFile().length()).isZero();
    }

    @Test
    void folderReadOnly_openedForWriting_isRefusedAndSaysSo() throws Exception {
        permit(inner, "r-xr-xr-x");
        assertThat(opening(false, "failed ")).contains("cannot be used").contains("READONLY_DIRECTORY");
        assertThat(Lab.listing(inner)).containsExactly("app.db");
    }

    @Test
    void fileReadOnly_openedForWriting_isRefusedAndSaysSo() throws Exception {
        permit(file, "r--r--r--");
        assertThat(opening(false, "refused ")).startsWith("READ_ONLY");
    }

    @Test
    void fileUnreadable_isRefused() throws Exception {
        permit(file, "---------");
        assertThat(opening(true, "refused ")).startsWith("CANNOT_OPEN");
    }
}
