package dev.cairn.backup.format;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code repo.json} says. Immutable.
 *
 * @param id of the repository, which every manifest repeats
 * @param database the name of the database whose backups these are
 * @param signers who has signed backups here; once there is one, unsigned ones are refused
 */
public record Description(String id, String database, Instant created, Set<String> signers) {
    /** Its name in the repository. */
    public static final String FILE = "repo.json";

    /** Keeps the signers from changing. */
    public Description {
        signers = Set.copyOf(signers);
    }

    /** The same with one more signer. */
    public Description with(String signer) {
        Set<String> more = new TreeSet<>(signers);
        more.add(signer);
        return new Description(id, database, created, more);
    }

    Description named(String name) {
        return new Description(id, name, created, signers);
    }

    /** The bytes of the file. */
    public byte[] write() {
        return Seal.close(
                Map.of(
                        "format",
                        Manifest.FORMAT,
                        "id",
                        id,
                        "database",
                        database,
                        "created_utc",
                        created.toString(),
                        "signers",
                        List.copyOf(new TreeSet<>(signers))),
                null);
    }

    /** Reads one strictly. */
    public static Description read(String where, byte[] bytes) {
        Fields fields = new Fields(where, Seal.open(where, bytes).members());
        fields.number("format", Manifest.FORMAT, Manifest.FORMAT);
        Description description = new Description(
                fields.text("id"),
                fields.text("database"),
                fields.instant("created_utc"),
                new TreeSet<>(fields.texts("signers")));
        fields.end();
        return description;
    }
}
