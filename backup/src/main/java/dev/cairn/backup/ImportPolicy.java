package dev.cairn.backup;

import dev.cairn.backup.format.Keys;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may be imported from elsewhere. {@link #strict} allows what a trusted key has signed, of this database, with the
 * schema of the newest backup here; everything else is said one by one. Immutable.
 *
 * @param signers the public keys whose backups are trusted, {@code cairnsig1…}
 * @param unsignedToo whether backups that nobody signed, and plain files, are imported
 * @param schemas digests of other schemas that are approved
 * @param otherDatabase whether the backup may be of a database with another name
 * @param mostBytes the largest database that is put together; beyond it nothing is decoded
 */
public record ImportPolicy(
        Set<String> signers, boolean unsignedToo, Set<String> schemas, boolean otherDatabase, long mostBytes) {
    private static final long MOST_BYTES = 64L << 30;

    /** Keeps the sets from changing. */
    public ImportPolicy {
        signers = Set.copyOf(signers);
        schemas = Set.copyOf(schemas);
    }

    /** Nothing but what a key that the repository trusts has signed; at most 64 GB. */
    public static ImportPolicy strict() {
        return new ImportPolicy(Set.of(), false, Set.of(), false, MOST_BYTES);
    }

    /** The same, and what this key has signed. */
    public ImportPolicy trusting(String signer) {
        Keys.signer(signer);
        return new ImportPolicy(plus(signers, signer), unsignedToo, schemas, otherDatabase, mostBytes);
    }

    /** The same, and what nobody has signed. */
    public ImportPolicy trustUnsigned() {
        return new ImportPolicy(signers, true, schemas, otherDatabase, mostBytes);
    }

    /** The same, and databases with the schema of this digest, which the refusal names. */
    public ImportPolicy approveSchema(String sha256) {
        return new ImportPolicy(signers, unsignedToo, plus(schemas, sha256), otherDatabase, mostBytes);
    }

    /** The same, and backups of a database with another name. */
    public ImportPolicy force() {
        return new ImportPolicy(signers, unsignedToo, schemas, true, mostBytes);
    }

    /** The same with another limit. */
    public ImportPolicy atMost(long bytes) {
        return new ImportPolicy(signers, unsignedToo, schemas, otherDatabase, bytes);
    }

    private static Set<String> plus(Set<String> set, String more) {
        Set<String> larger = new TreeSet<>(set);
        larger.add(more);
        return larger;
    }
}
