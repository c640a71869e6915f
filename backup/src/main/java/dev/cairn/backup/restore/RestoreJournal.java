package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.RestoreState;
import dev.cairn.backup.format.Fields;
import dev.cairn.backup.format.Names;
import dev.cairn.backup.format.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is known of a restore that is not finished: enough to finish or undo it without the repository. Immutable.
 *
 * @param id of the restore
 * @param journalMode of the database before; empty where it could not be asked
 * @param staged the imprint of what is restored, once that is there
 * @param point the imprint of what was there before, once that is kept
 */
record RestoreJournal(
        String id,
        String backup,
        RestoreState state,
        Instant created,
        Way way,
        String journalMode,
        Optional<String> staged,
        Optional<String> point,
        Duration keepPoints) {
    static final String FILE = "journal.json";
    static final int LARGEST = 1 << 16;
    static final Pattern ID = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}");
    private static final int FORMAT = 1;

    /** Whether the database has not been touched yet. */
    boolean untouched() {
        return state.compareTo(RestoreState.APPLYING) < 0;
    }

    RestoreJournal at(RestoreState next) {
        return new RestoreJournal(id, backup, next, created, way, journalMode, staged, point, keepPoints);
    }

    RestoreJournal staged(String imprint) {
        return new RestoreJournal(
                id, backup, state, created, way, journalMode, Optional.of(imprint), point, keepPoints);
    }

    RestoreJournal point(Optional<String> imprint) {
        return new RestoreJournal(id, backup, state, created, way, journalMode, staged, imprint, keepPoints);
    }

    RestoreJournal by(Way other) {
        return new RestoreJournal(id, backup, state, created, other, journalMode, staged, point, keepPoints);
    }

    byte[] write() {
        Map<String, Object> json = new TreeMap<>();
        json.put("format", FORMAT);
        json.put("restore", id);
        json.put("backup", backup);
        json.put("state", Names.of(state));
        json.put("created_utc", created.toString());
        json.put("way", Names.of(way));
        json.put("journal_mode", journalMode);
        staged.ifPresent(imprint -> json.put("staged_imprint", imprint));
        point.ifPresent(imprint -> json.put("point_imprint", imprint));
        json.put("keep_points_s", keepPoints.toSeconds());
        return Seal.close(json, null);
    }

    static RestoreJournal read(String where, byte[] bytes) {
        try {
            Fields fields = new Fields(where, Seal.open(where, bytes).members());
            fields.number("format", FORMAT, FORMAT);
            RestoreJournal journal = new RestoreJournal(
                    fields.text("restore", ID),
                    fields.text("backup"),
                    fields.oneOf("state", RestoreState.class),
                    fields.instant("created_utc"),
                    fields.oneOf("way", Way.class),
                    fields.text("journal_mode"),
                    digest(fields, "staged_imprint"),
                    digest(fields, "point_imprint"),
                    Duration.ofSeconds(fields.number("keep_points_s", 0, Long.MAX_VALUE)));
            fields.end();
            return journal;
        } catch (BackupException e) {
            throw BackupException.of(Kind.BAD_JOURNAL)
                    .with("file", where)
                    .because(e)
                    .build();
        }
    }

    private static Optional<String> digest(Fields fields, String name) {
        return fields.has(name) ? Optional.of(fields.digest(name)) : Optional.empty();
    }
}
