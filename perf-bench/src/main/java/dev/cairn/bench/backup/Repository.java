package dev.cairn.bench.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.Identity;
import dev.cairn.bench.migration.BenchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A repository of encrypted backups at zstd's level 3, for one benchmark.
 *
 * @param folder of it
 * @param identity whom the backups are encrypted to
 */
record Repository(Path folder, Identity identity) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Repository in(Path folder) {
        return new Repository(folder, Identity.generate());
    }

    BackupsBuilder builder() {
        return Backups.in(folder).recipient(identity.recipients().get(0)).identity(identity);
    }

    /** What the pages take that it holds, without the index of them. */
    static long pageBytes(Backup backup) throws IOException {
        try (Stream<Path> files = Files.list(backup.path())) {
            Path pages = files.filter(file -> !file.getFileName().toString().matches("(index|manifest).*"))
                    .findFirst()
                    .orElseThrow();
            return Files.size(pages);
        }
    }

    /** How many milliseconds a phase of its making took. */
    static double phase(Backup backup, String name) throws IOException {
        JsonNode manifest = JSON.readTree(backup.path().resolve("manifest.json").toFile());
        return manifest.path("phase_ms").path(name).asDouble();
    }

    void delete() throws IOException {
        if (Files.exists(folder)) {
            BenchFile.deleteTree(folder);
        }
    }
}
