package dev.cairn.backup.store;

import dev.cairn.backup.Standing;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Manifest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks at all of a repository: what manifests and catalogue say, without reading a backup. */
public final class Survey {
    private final Settings settings;
    private final Repository repository;

    /** Of the repository of these settings. */
    public Survey(Settings settings) {
        this.settings = settings;
        this.repository = settings.repository();
    }

    /** How well it stands. */
    public Standing standing() throws IOException {
        repository.requireExisting();
        Verdicts verdicts = new Verdicts(repository.catalogue().entries());
        List<Manifest> newestFirst = new ArrayList<>(repository.trusted(settings.trust()));
        newestFirst.sort(Comparator.comparing(Manifest::id).reversed());
        List<Manifest> proven =
                newestFirst.stream().filter(m -> verdicts.proven(m.id())).toList();
        Optional<Manifest> newest = newestFirst.stream().findFirst();
        Optional<Manifest> newestProven = proven.stream().findFirst();
        return new Standing(
                newestFirst.size(),
                newestFirst.stream().mapToLong(Manifest::storedBytes).sum(),
                newest.map(repository::describe),
                newest.map(this::age),
                newestProven.map(repository::describe),
                newestProven.map(this::age),
                proven.stream().flatMap(m -> verdicts.provenAt(m.id()).stream()).max(Comparator.naturalOrder()),
                newestFirst.isEmpty() ? 0 : (double) proven.size() / newestFirst.size(),
                repository.ids().stream()
                        .filter(verdicts::failed)
                        .map(BackupId::text)
                        .toList());
    }

    private Duration age(Manifest manifest) {
        return Duration.between(manifest.created(), settings.clock().instant());
    }
}
