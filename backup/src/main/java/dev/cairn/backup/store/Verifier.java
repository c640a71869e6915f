package dev.cairn.backup.store;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Level;
import dev.cairn.backup.Progress;
import dev.cairn.backup.Verification;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Names;
import dev.cairn.backup.store.Catalogue.Entry;
import dev.cairn.backup.store.Catalogue.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at backups as deeply as asked, and notes what it found. Files that several backups share are read once. */
public final class Verifier {
    private final Settings settings;
    private final Repository repository;
    private final Work work;
    private final Assembly assembly;
    private final Set<BackupId> compared = new HashSet<>();
    private final Set<BackupId> read = new HashSet<>();

    /** What it has read it remembers, so each is for one operation. */
    public Verifier(Settings settings, Work work) {
        this.settings = settings;
        this.repository = settings.repository();
        this.work = work;
        this.assembly = new Assembly(repository, settings.keyring(), work);
    }

    /** Looks at one backup and all it builds on. */
    public Verification verify(BackupId id, Level level) throws IOException {
        return verify(id, level, Event.VERIFY);
    }

    /** Looks at all of them, oldest first. */
    public List<Verification> all(Level level) throws IOException {
        List<Verification> found = new ArrayList<>();
        for (BackupId id : repository.ids()) {
            found.add(verify(id, level));
        }
        return found;
    }

    /** Restores into scratch; without an id the backup whose last proof is longest ago, or the newest without one. */
    public Verification prove(Optional<BackupId> asked) throws IOException {
        BackupId id = asked.isPresent() ? asked.get() : next();
        return verify(id, Level.RESTORED, Event.PROVE);
    }

    private BackupId next() throws IOException {
        Verdicts verdicts = new Verdicts(repository.catalogue().entries());
        List<BackupId> newestFirst = new ArrayList<>(repository.ids());
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .min(Comparator.comparing(id -> verdicts.provenAt(id).orElse(Instant.MIN)))
                .orElseThrow(() -> BackupException.of(Kind.NOTHING_TO_PROVE)
                        .with("path", repository.directory())
                        .build());
    }

    private Verification verify(BackupId id, Level level, Event event) throws IOException {
        long start = System.nanoTime();
        Optional<BackupException> problem = Optional.empty();
        List<String> defects = List.of();
        try {
            Chain chain = Chain.of(repository, settings.trust(), id);
            defects = chain.tip().defects();
            look(chain, level);
        } catch (BackupException e) {
            if (isNoVerdict(e.kind())) {
                throw e;
            }
            problem = Optional.of(e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Instant at = settings.clock().instant();
        String detail = problem.map(p -> p.kind().name()).orElse(Names.of(level));
        repository.catalogue().add(new Entry(at, event, id.text(), problem.isEmpty(), detail, took));
        return new Verification(id.text(), level, at, took, problem, defects);
    }

    /** These say nothing about the backup. */
    private static boolean isNoVerdict(Kind kind) {
        return kind == Kind.CANCELLED
                || kind == Kind.STORAGE
                || kind == Kind.NO_SPACE
                || kind == Kind.NOT_WRITABLE
                || kind == Kind.NEEDS_KEY
                || kind == Kind.WRONG_KEY;
    }

    private void look(Chain chain, Level level) throws IOException {
        for (Manifest manifest : chain.members()) {
            if (!compared.contains(manifest.id())) {
                work.begin(Progress.Phase.COMPARE, manifest.storedBytes());
                assembly.compareFiles(manifest);
                compared.add(manifest.id());
            }
        }
        if (level == Level.STORED) {
            return;
        }
        for (Manifest manifest : chain.members()) {
            if (!read.contains(manifest.id())) {
                assembly.readContent(manifest);
                read.add(manifest.id());
            }
        }
        if (level == Level.RESTORED) {
            try (Staging staging = settings.stage()) {
                assembly.assemble(chain, staging.file("restored.db"));
            }
        }
    }
}
