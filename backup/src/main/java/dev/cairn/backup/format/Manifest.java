package dev.cairn.backup.format;

import dev.cairn.backup.Backup;
import dev.cairn.backup.file.Facts;
import dev.cairn.backup.file.PageIndex;
import dev.cairn.backup.format.StoredFile.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backup is, in full: written last, sealed, and believed only if the seal is right. Immutable.
 *
 * @param link what an increment builds on
 * @param root the digest over the page index, which names this state of the database
 * @param level of zstd; zero for none
 * @param signer who sealed it; empty before it is written
 */
public record Manifest(
        BackupId id,
        Backup.Kind kind,
        String repository,
        String database,
        Instant created,
        Optional<Link> link,
        String root,
        String plainSha256,
        Facts facts,
        String journalMode,
        List<StoredFile> files,
        int level,
        Encryption.Mode encryption,
        List<String> recipients,
        Duration duration,
        SortedMap<String, Long> phases,
        String trigger,
        String by,
        Optional<String> origin,
        List<String> defects,
        Optional<String> signer) {
    static final int FORMAT = 1;
    /** Its name in the directory of a backup. */
    public static final String FILE = "manifest.json";
    /** The most bytes it may have. */
    public static final int LARGEST = 4 << 20;
    /** How many increments may follow each other at most. */
    public static final int DEEPEST_CHAIN = 1_000;

    private static final String STALLS =
            "its writers waited while the snapshot was taken: the database is not in WAL mode";
    /** Of a copy nobody knows how its source was written. */
    public static final String UNKNOWN_MODE = "unknown";

    private static final Set<String> CALM = Set.of("wal", UNKNOWN_MODE);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * What an increment builds on.
     *
     * @param parent the backup before
     * @param base the backup at the start of the chain
     * @param depth one more than the parent's, which is zero for one that stands alone
     * @param parentRoot the state to which the pages are applied
     */
    public record Link(String parent, String base, long depth, String parentRoot) {}

    /** The bytes of the database. */
    public long plainBytes() {
        return facts.bytes();
    }

    /** The bytes its files take, without its own. */
    public long storedBytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    /** How many increments its chain has, itself included; zero if it stands alone. */
    public long depth() {
        return link.map(Link::depth).orElse(0L);
    }

    /** The file with this role, which it must have. */
    public StoredFile file(Role role) {
        return files.stream().filter(f -> f.role() == role).findFirst().orElseThrow();
    }

    /** The file with the pages: all of them, or those that differ. */
    public StoredFile content() {
        return file(kind.standsAlone() ? Role.DATA : Role.PAGES);
    }

    boolean encrypted() {
        return encryption != Encryption.Mode.NONE;
    }

    /** What users are told of it. */
    public Backup describe(Path directory, boolean pinned) {
        return new Backup(
                id.text(),
                kind,
                created,
                directory,
                storedBytes(),
                plainBytes(),
                duration,
                link.map(Link::parent),
                List.copyOf(facts.tables().keySet()),
                signer,
                encrypted(),
                pinned,
                trigger,
                by,
                defects,
                CALM.contains(journalMode) ? List.of() : List.of(STALLS));
    }

    /** What starts a backup. */
    public static final class Trigger {
        public static final String MANUAL = "manual";
        public static final String SCHEDULE = "schedule";
        public static final String IMPORT = "import";
        public static final String COMPACTION = "compaction";

        private Trigger() {}
    }

    /** The bytes of the file, signed if there is a key. */
    public byte[] write(@Nullable SigningKey key) {
        Map<String, Object> json = new TreeMap<>();
        json.put("format", FORMAT);
        json.put("id", id.text());
        json.put("seq", id.sequence());
        json.put("kind", Names.of(kind));
        json.put("repository", repository);
        json.put("database", database);
        json.put("created_utc", created.toString());
        link.ifPresent(l -> json.put(
                "link",
                Map.of("parent_id", l.parent, "base_id", l.base, "depth", l.depth, "parent_root", l.parentRoot)));
        json.put("root", root);
        json.put("plain_sha256", plainSha256);
        json.put("page_size", facts.pageSize());
        json.put("page_count", facts.pageCount());
        json.put("schema_sha256", facts.schemaSha256());
        json.put("application_id", facts.applicationId());
        json.put("user_version", facts.userVersion());
        json.put("encoding", facts.encoding());
        json.put("auto_vacuum", facts.autoVacuum());
        json.put("tables", facts.tables());
        json.put("journal_mode", journalMode);
        json.put("files", files.stream().map(StoredFile::json).toList());
        json.put("compression", Map.of("alg", level == 0 ? "none" : "zstd", "level", level));
        json.put("encryption", Map.of("mode", Names.of(encryption), "recipients", recipients));
        json.put("duration_ms", duration.toMillis());
        json.put("phase_ms", phases);
        json.put("trigger", trigger);
        json.put("by", by);
        origin.ifPresent(o -> json.put("origin", o));
        json.put("source_defects", defects);
        return Seal.close(json, key);
    }

    /** Reads one strictly: no member unknown, none missing, none out of range. */
    public static Manifest read(String where, byte[] bytes) {
        Seal seal = Seal.open(where, bytes);
        Fields fields = new Fields(where, seal.members());
        fields.number("format", FORMAT, FORMAT);
        BackupId id = BackupId.parse(fields.text("id", BackupId.PATTERN));
        Backup.Kind kind = fields.oneOf("kind", Backup.Kind.class);
        fields.number("seq", id.sequence(), id.sequence());
        Fields compression = fields.object("compression");
        boolean zstd = compression.text("alg", Pattern.compile("none|zstd")).equals("zstd");
        int level = (int) compression.number("level", zstd ? 1 : 0, zstd ? 22 : 0);
        compression.end();
        Fields encryption = fields.object("encryption");
        Encryption.Mode mode = encryption.oneOf("mode", Encryption.Mode.class);
        List<String> recipients = encryption.texts("recipients");
        encryption.end();
        Manifest manifest = new Manifest(
                id,
                kind,
                fields.text("repository", UUID),
                fields.text("database"),
                fields.instant("created_utc"),
                fields.has("link") ? Optional.of(link(fields.object("link"))) : Optional.empty(),
                fields.digest("root"),
                fields.digest("plain_sha256"),
                facts(fields),
                fields.text("journal_mode"),
                fields.objects("files").stream().map(StoredFile::read).toList(),
                level,
                mode,
                recipients,
                Duration.ofMillis(fields.number("duration_ms", 0, Long.MAX_VALUE)),
                fields.numbers("phase_ms"),
                fields.text("trigger"),
                fields.text("by"),
                fields.optional("origin"),
                fields.texts("source_defects"),
                seal.signer());
        fields.end();
        manifest.requireConsistent(fields);
        return manifest;
    }

    private static Link link(Fields fields) {
        Link link = new Link(
                fields.text("parent_id", BackupId.PATTERN),
                fields.text("base_id", BackupId.PATTERN),
                fields.number("depth", 1, DEEPEST_CHAIN),
                fields.digest("parent_root"));
        fields.end();
        return link;
    }

    private static Facts facts(Fields fields) {
        long pageSize = fields.number("page_size", 512, 65_536);
        if (Long.bitCount(pageSize) != 1) {
            throw fields.bad("page_size is no power of two");
        }
        return new Facts(
                (int) pageSize,
                fields.number("page_count", 1, 0xffff_fffeL),
                fields.digest("schema_sha256"),
                fields.number("application_id", Integer.MIN_VALUE, 0xffff_ffffL),
                fields.number("user_version", Integer.MIN_VALUE, 0xffff_ffffL),
                fields.text("encoding"),
                fields.number("auto_vacuum", 0, 2),
                fields.numbers("tables"));
    }

    private void requireConsistent(Fields fields) {
        List<Role> roles = kind.standsAlone() ? List.of(Role.DATA, Role.INDEX) : List.of(Role.PAGES, Role.INDEX);
        boolean packed = files.stream().allMatch(f -> f.compressed() == (level > 0) && f.encrypted() == encrypted());
        if (!files.stream().map(StoredFile::role).toList().equals(roles) || !packed) {
            throw fields.bad("the files are not those of its kind");
        }
        if (BackupId.letter(kind) != id.kind() || link.isPresent() == kind.standsAlone()) {
            throw fields.bad("id, kind and link do not agree");
        }
        StoredFile index = file(Role.INDEX);
        StoredFile content = content();
        boolean sizes = index.plainBytes() == PageIndex.bytes(facts.pageCount())
                && (kind.standsAlone()
                        ? content.plainBytes() == plainBytes()
                        : PagePack.plausible(content.plainBytes(), facts));
        boolean same = !kind.standsAlone() || content.plainSha256().equals(plainSha256);
        if (!sizes || !same) {
            throw fields.bad("sizes or digests do not agree");
        }
        // Else reading alone would need more memory than there is.
        if (facts.pageCount() > PageIndex.MOST_PAGES) {
            throw fields.bad("more pages than can be handled");
        }
    }
}
