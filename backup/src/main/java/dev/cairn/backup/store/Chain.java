package dev.cairn.backup.store;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Description;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Manifest.Link;
import dev.cairn.backup.format.Trust;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A backup and all it builds on, the one that stands alone first. Every link of it holds. Immutable. */
public record Chain(List<Manifest> members) {

    /** Keeps the members from changing. */
    public Chain {
        members = List.copyOf(members);
    }

    /** Follows the links of a backup; a manifest that is not to be believed ends that. */
    public static Chain of(Repository repository, Trust trust, BackupId id) throws IOException {
        Description description = repository.description();
        Set<String> recorded = description.signers();
        List<Manifest> members = new ArrayList<>();
        Manifest manifest = trust.require(repository.manifest(id), recorded);
        members.add(manifest);
        while (manifest.link().isPresent()) {
            manifest = parent(repository, trust, recorded, manifest);
            members.add(manifest);
        }
        String base = manifest.id().text();
        for (Manifest member : members) {
            require(member, member.link().map(Link::base).orElse(base).equals(base), "the base is another");
            require(member, member.repository().equals(description.id()), "it is of another repository");
        }
        Collections.reverse(members);
        return new Chain(members);
    }

    private static Manifest parent(Repository repository, Trust trust, Set<String> recorded, Manifest child)
            throws IOException {
        Link link = child.link().orElseThrow();
        BackupId id = BackupId.parse(link.parent());
        // Strictly older, so that no ring can be followed for ever.
        require(child, id.sequence() < child.id().sequence(), "the parent is not older");
        require(child, repository.ids().contains(id), "the parent " + id + " is missing");
        Manifest parent = trust.require(repository.manifest(id), recorded);
        require(child, parent.root().equals(link.parentRoot()), "the parent is in another state");
        require(child, parent.depth() + 1 == link.depth(), "the depth is not one more than the parent's");
        require(child, parent.facts().pageSize() == child.facts().pageSize(), "the page size is another");
        return parent;
    }

    private static void require(Manifest manifest, boolean holds, String problem) {
        if (!holds) {
            throw BackupException.of(Kind.BROKEN_CHAIN)
                    .with("id", manifest.id())
                    .with("problem", problem)
                    .build();
        }
    }

    /** The backup itself, which comes last. */
    public Manifest tip() {
        return members.get(members.size() - 1);
    }

    Manifest base() {
        return members.get(0);
    }

    /** The bytes that its increments take. */
    long incrementBytes() {
        return members.stream().skip(1).mapToLong(Manifest::storedBytes).sum();
    }
}
