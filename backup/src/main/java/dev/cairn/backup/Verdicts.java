package dev.cairn.backup;

import dev.cairn.backup.Catalogue.Entry;
import dev.cairn.backup.Catalogue.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the catalogue knows of verifications and proofs: the last word on each backup. */
final class Verdicts {
    private final Map<String, Boolean> last = new TreeMap<>();
    private final Map<String, Instant> proven = new TreeMap<>();

    Verdicts(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.event() == Event.VERIFY || entry.event() == Event.PROVE) {
                last.put(entry.id(), entry.ok());
            }
            if (entry.event() == Event.PROVE && entry.ok()) {
                proven.put(entry.id(), entry.at());
            }
        }
    }

    boolean failed(BackupId id) {
        return !last.getOrDefault(id.text(), true);
    }

    boolean proven(BackupId id) {
        return proven.containsKey(id.text()) && !failed(id);
    }

    Optional<Instant> provenAt(BackupId id) {
        return Optional.ofNullable(proven.get(id.text()));
    }
}
