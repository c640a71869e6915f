package dev.cairn.backup.restore;

import dev.cairn.backup.file.Imprint;
import dev.cairn.backup.file.Snapshot;
import dev.cairn.backup.file.Work;
import java.io.IOException;

/** A snapshot of a database as it is now: the strongest proof of what a restore has done. */
final class Fresh {
    private Fresh() {}

    /** Takes one, which lies at the site until the next, and says what it is. */
    static String imprint(RestoreSite site, Work work) throws IOException {
        RestoreSite.deleteDatabase(site.snapshot());
        Snapshot.take(site.database(), site.snapshot(), work);
        return Imprint.of(site.snapshot());
    }
}
