package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePlan;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.store.Chain;
import dev.cairn.backup.store.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a restore would do, and what stands in its way: looked at before it and by itself. */
public final class Planning {
    private static final double ROOM = 1.1;

    private final Settings settings;
    private final RestorePolicy policy;
    private final boolean live;

    /** @param live whether this process may have the database open */
    public Planning(Settings settings, RestorePolicy policy, boolean live) {
        this.settings = settings;
        this.policy = policy;
        this.live = live;
    }

    /** What restoring this backup into this file would do now. */
    public RestorePlan plan(BackupId id, Path database) throws IOException {
        RestoreSite site = RestoreSite.of(database);
        Chain chain = Chain.of(settings.repository(), settings.trust(), id);
        return plan(chain, site, Present.of(site.database()));
    }

    RestorePlan plan(Chain chain, RestoreSite site, Present present) throws IOException {
        Manifest tip = chain.tip();
        Way way = present.way(tip.facts());
        List<String> users = Users.of(site.database());
        long free = Files.getFileStore(existing(site.database())).getUsableSpace();
        long needed = tip.plainBytes() + rest(tip.plainBytes(), present.bytes());
        List<BackupException> refusals = refusals(chain, site, present, users);
        refuse(refusals, () -> requireRoom(site.database(), needed, free));
        return new RestorePlan(
                settings.repository().describe(tip),
                chain.members().stream().map(m -> m.id().text()).toList(),
                site.database(),
                way,
                present.reason(tip.facts()),
                tip.facts().pageSize(),
                tip.plainBytes(),
                present.bytes(),
                needed,
                free,
                users,
                refusals);
    }

    /** What is needed beside the staged file: the restore point, and the log or the snapshot that proves it. */
    static long rest(long restored, long present) {
        return (long) (ROOM * (restored + present));
    }

    private static Path existing(Path database) {
        Path directory = DurableFiles.directoryOf(database);
        while (!Files.exists(directory) && directory.getParent() != null) {
            directory = directory.getParent();
        }
        return directory;
    }

    private List<BackupException> refusals(Chain chain, RestoreSite site, Present present, List<String> users)
            throws IOException {
        List<BackupException> found = new ArrayList<>();
        refuse(found, site::requireNone);
        refuse(found, () -> requireElsewhere(site.database()));
        refuse(found, () -> requireKeys(chain));
        refuse(found, () -> requireContent(chain.tip()));
        refuse(
                found,
                () -> requireUnused(site.database(), present.way(chain.tip().facts()), users));
        refuse(found, () -> requireSameName(site.database()));
        refuse(found, () -> requireSameApplication(chain.tip(), present));
        return found;
    }

    /** A look that throws. */
    @FunctionalInterface
    private interface Look {
        void look() throws IOException;
    }

    private static void refuse(List<BackupException> found, Look look) throws IOException {
        try {
            look.look();
        } catch (BackupException e) {
            found.add(e);
        }
    }

    private void requireElsewhere(Path database) throws IOException {
        Path existing = existing(database);
        if (existing.toRealPath().startsWith(settings.repository().directory().toRealPath())) {
            throw BackupException.of(Kind.SAME_FILE).with("database", database).build();
        }
        if (!Files.isWritable(existing)) {
            throw BackupException.of(Kind.NOT_WRITABLE).with("path", existing).build();
        }
    }

    private void requireKeys(Chain chain) {
        for (Manifest manifest : chain.members()) {
            if (!settings.keyring().opens(manifest.encryption())) {
                throw BackupException.of(Kind.NEEDS_KEY)
                        .with("id", manifest.id())
                        .build();
            }
        }
    }

    private void requireContent(Manifest tip) {
        boolean empty = tip.facts().tables().isEmpty() && !settings.allowEmpty();
        if (empty || tip.facts().pageCount() == 0) {
            throw BackupException.of(Kind.EMPTY_DATABASE).with("id", tip.id()).build();
        }
    }

    /** Nothing may have a file open that is replaced as a whole: it would go on writing to the old one. */
    private void requireUnused(Path database, Way way, List<String> users) {
        List<String> others = live ? Users.withoutThis(users) : users;
        boolean allowed = policy.force() && way == Way.IN_PLACE;
        if (!others.isEmpty() && !allowed) {
            throw inUse(database, others);
        }
    }

    static BackupException inUse(Path database, List<String> users) {
        return BackupException.of(Kind.IN_USE)
                .with("database", database)
                .with("users", users.isEmpty() ? "another connection" : String.join(", ", users))
                .build();
    }

    /** A file that has another name is likely to be another database, and a typing error must not replace it. */
    private void requireSameName(Path database) throws IOException {
        String here = settings.database().orElse(database.getFileName().toString());
        String there = settings.repository().description().database();
        if (Files.exists(database) && !here.equals(there) && !policy.force()) {
            throw BackupException.of(Kind.OTHER_DATABASE)
                    .with("path", settings.repository().directory())
                    .with("repository", there)
                    .with("database", here)
                    .hint("Check the path; or name the database if it only moved; or force the restore.")
                    .build();
        }
    }

    private void requireSameApplication(Manifest tip, Present present) {
        if (present.readable() && present.applicationId() != tip.facts().applicationId() && !policy.force()) {
            throw BackupException.of(Kind.OTHER_APPLICATION)
                    .with("backup", tip.facts().applicationId())
                    .with("database", present.applicationId())
                    .build();
        }
    }

    static void requireRoom(Path database, long needed, long free) {
        if (free < needed) {
            throw BackupException.of(Kind.NO_SPACE)
                    .with("path", DurableFiles.directoryOf(database))
                    .with("needed", needed)
                    .with("free", free)
                    .build();
        }
    }
}
