package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.format.Json;
import dev.cairn.backup.format.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/backup-format.md says about restoring in place is what stands beside a database that is restored. */
class RestoreFormatTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "backup-format.md");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([a-z_-]+)` \\|");

    @TempDir
    Path folder;

    private String section;
    private Path database;
    private final Map<RestoreState, Set<String>> members = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>();

    @BeforeEach
    void restoreAndWatch() throws IOException {
        String document = Files.readString(DOCUMENT);
        section = document.substring(document.indexOf("## Restoring in place"), document.indexOf("## Identities"));
        database = Shop.filled(folder.resolve("app.db"), 500).file();
        Backups backups = Backups.in(folder.resolve("backups")).unencrypted().build();
        Backup backup = backups.take(database);
        RestorePolicy watched = RestorePolicy.careful().onState(this::look);
        backups.restore(backup.id(), database, watched);
        Files.write(database, new byte[5_000]);
        backups.restore(backup.id(), database, watched);
    }

    private Path beside(String name) {
        return folder.resolve("app.db-restore").resolve(name);
    }

    private void look(RestoreState state) {
        try (Stream<Path> files = Files.walk(beside(""), 2)) {
            assertThat(Backups.unfinishedRestore(database)).contains(state);
            members.putIfAbsent(
                    state, Json.read(Files.readAllBytes(beside("journal.json"))).keySet());
            files.map(file -> beside("").relativize(file).toString().replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{6}", "ID"))
                    .forEach(names::add);
            if (state == RestoreState.STAGE_VERIFIED) {
                Object noted =
                        Json.read(Files.readAllBytes(beside("journal.json"))).get("staged_imprint");
                assertThat(noted).isEqualTo(imprint(beside("staged.db")));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** By the document alone. */
    private String imprint(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Matcher ranges = Pattern.compile(
                        "bytes (\\d+) and (\\d+), (\\d+) to\\s+(\\d+), (\\d+) to (\\d+) and (\\d+) to (\\d+)")
                .matcher(section);
        assertThat(ranges.find()).isTrue();
        for (int group = 1; group < 8; group += 2) {
            Arrays.fill(
                    bytes, Integer.parseInt(ranges.group(group)), Integer.parseInt(ranges.group(group + 1)) + 1, (byte)
                            0);
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private List<String> firstCells(String from, String to) {
        String table = section.substring(section.indexOf(from), section.indexOf(to));
        return FIRST_CELL.matcher(table).results().map(cell -> cell.group(1)).toList();
    }

    @Test
    void document_namesTheMembersOfTheJournal() {
        assertThat(firstCells("| member |", "The **imprint**"))
                .containsExactlyInAnyOrderElementsOf(members.get(RestoreState.RESTORE_POINT));
        assertThat(members.get(RestoreState.REQUESTED)).doesNotContain("staged_imprint", "point_imprint");
        assertThat(members.get(RestoreState.STAGE_VERIFIED)).contains("staged_imprint");
    }

    @Test
    void document_namesTheStatesInTheirOrder() {
        assertThat(firstCells("| state |", "A recovery that finds"))
                .containsExactlyElementsOf(
                        Stream.of(RestoreState.values()).map(Names::of).toList());
    }

    @Test
    void document_namesTheFilesBesideTheDatabase() {
        Set<String> documented = new TreeSet<>();
        Pattern.compile("(?m)^(lock|\\S+\\.db|journal\\.json|points/\\S+)  +\\S")
                .matcher(section)
                .results()
                .forEach(line -> documented.add(line.group(1).replaceAll("/$", "")));
        names.removeAll(Set.of("", "points"));
        names.removeIf(name -> name.endsWith("-wal") || name.endsWith("-shm"));
        assertThat(documented).hasSize(7).containsAll(names);
        assertThat(names).hasSize(6).doesNotContain("points/ID.found.db");
    }
}
