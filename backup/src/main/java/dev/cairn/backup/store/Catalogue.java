package dev.cairn.backup.store;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.format.Fields;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Names;
import dev.cairn.backup.format.Seal;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened in a repository, failures included: a line of JSON for each, only ever added to. A cache: the manifests
 * are the authority, and a line that is damaged is passed over.
 */
public final class Catalogue {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final int LARGEST = 64 << 20;

    /** What happened. */
    public enum Event {
        BACKUP,
        VERIFY,
        PROVE,
        DELETE
    }

    /**
     * How a backup came about, or failed to.
     *
     * @param begun when its making began, which tells attempts apart
     */
    public record Attempt(Instant begun, String trigger, String by) {}

    /**
     * One line.
     *
     * @param id the backup it is about; empty if none came of it
     * @param ok whether it went well
     * @param detail the kind of the failure, or the level of the verification
     * @param attempt of a backup, unless the line was lost and added again
     */
    public record Entry(
            Instant at,
            Event event,
            String id,
            boolean ok,
            String detail,
            Duration duration,
            Optional<Attempt> attempt) {

        Entry(Instant at, Event event, String id, boolean ok, String detail, Duration duration) {
            this(at, event, id, ok, detail, duration, Optional.empty());
        }

        byte[] write() {
            Map<String, Object> json = new TreeMap<>(Map.of(
                    "at",
                    at.toString(),
                    "event",
                    Names.of(event),
                    "id",
                    id,
                    "ok",
                    ok,
                    "detail",
                    detail,
                    "duration_ms",
                    duration.toMillis()));
            attempt.ifPresent(a -> json.putAll(Map.of("begun", a.begun.toString(), "trigger", a.trigger, "by", a.by)));
            byte[] line = Seal.close(json, null);
            byte[] ended = Arrays.copyOf(line, line.length + 1);
            ended[line.length] = '\n';
            return ended;
        }

        static Entry read(String where, String line) {
            Fields fields = new Fields(
                    where,
                    Seal.open(where, line.getBytes(StandardCharsets.UTF_8)).members());
            Entry entry = new Entry(
                    fields.instant("at"),
                    fields.oneOf("event", Event.class),
                    fields.text("id"),
                    fields.flag("ok"),
                    fields.text("detail"),
                    Duration.ofMillis(fields.number("duration_ms")),
                    fields.has("begun") ? Optional.of(attempt(fields)) : Optional.empty());
            fields.end();
            return entry;
        }

        private static Attempt attempt(Fields fields) {
            return new Attempt(fields.instant("begun"), fields.text("trigger"), fields.text("by"));
        }
    }

    private final Path file;

    Catalogue(Path file) {
        this.file = file;
    }

    /** Adds a line. That it cannot be written changes nothing about what happened. */
    void add(Entry entry) {
        boolean interrupted = Thread.interrupted();
        try {
            DurableFiles.append(file, entry.write());
        } catch (IOException e) {
            LOG.warn("The catalogue {} could not be written: {}", file, e.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The lines that can be read, oldest first. */
    public List<Entry> entries() throws IOException {
        List<Entry> found = new ArrayList<>();
        if (!Files.exists(file)) {
            return found;
        }
        for (String line : text().lines().toList()) {
            try {
                found.add(Entry.read(file.toString(), line));
            } catch (BackupException e) {
                LOG.debug("A line of {} is passed over", file, e);
            }
        }
        return found;
    }

    private String text() throws IOException {
        try {
            return new String(DurableFiles.bytes(file, LARGEST), StandardCharsets.UTF_8);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("The catalogue {} cannot be read: {}", file, e.toString());
            return "";
        }
    }

    /** Notes the backups that are there and in no line: the file was lost, or a crash came in between. */
    void complete(List<Manifest> manifests) throws IOException {
        List<String> known = entries().stream()
                .filter(e -> e.event() == Event.BACKUP)
                .map(Entry::id)
                .toList();
        manifests.stream()
                .filter(m -> !known.contains(m.id().text()))
                .map(m -> new Entry(m.created(), Event.BACKUP, m.id().text(), true, Names.of(m.kind()), m.duration()))
                .forEach(this::add);
    }
}
