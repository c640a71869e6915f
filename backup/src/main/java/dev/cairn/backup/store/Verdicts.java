package dev.cairn.backup.store;

import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.store.Catalogue.Entry;
import dev.cairn.backup.store.Catalogue.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the catalogue knows of verifications and proofs: the last word on each backup. */
public final class Verdicts {
    private final Map<String, Boolean> last = new TreeMap<>();
    private final Map<String, Instant> proven = new TreeMap<>();

    /** From those lines, oldest first. */
    public Verdicts(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.event() == Event.VERIFY || entry.event() == Event.PROVE) {
                last.put(entry.id(), entry.ok());
            }
            if (entry.event() == Event.PROVE && entry.ok()) {
                proven.put(entry.id(), entry.at());
            }
        }
    }

    /** Whether the last look at it found something wrong. */
    public boolean failed(BackupId id) {
        return !last.getOrDefault(id.text(), true);
    }

    /** Whether it was restored with nothing wrong, and the last look at it found nothing. */
    public boolean proven(BackupId id) {
        return proven.containsKey(id.text()) && !failed(id);
    }

    /** When it was restored last with nothing wrong. */
    public Optional<Instant> provenAt(BackupId id) {
        return Optional.ofNullable(proven.get(id.text()));
    }
}
