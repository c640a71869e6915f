package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.format.Json;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;
    private Backups backups;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 4_000);
        repository = folder.resolve("backups");
        backups = Backups.in(repository).unencrypted().build();
    }

    private Path restore(Backup backup) {
        Path target = folder.resolve(backup.id() + ".db");
        backups.restoreToNew(backup.id(), target);
        return target;
    }

    @Test
    void chain_eachLink_restoresItsOwnState() {
        List<Backup> made = new ArrayList<>();
        List<List<String>> states = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(backups.take(shop.file(), i == 0 ? Backup.Kind.FULL : Backup.Kind.INCREMENTAL));
            states.add(shop.state());
            shop.order(20, new Random(i)).run("DELETE FROM orders WHERE id % 900 = " + i);
        }
        assertThat(made.subList(1, 5)).allMatch(b -> b.kind() == Backup.Kind.INCREMENTAL);
        for (int i = 0; i < 5; i++) {
            assertThat(new Shop(restore(made.get(i))).state()).isEqualTo(states.get(i));
        }
        assertThat(backups.verifyAll(Level.RESTORED)).hasSize(5).allMatch(Verification::ok);
    }

    @Test
    void increment_restored_isByteIdenticalToAPlainCopy() throws IOException {
        backups.take(shop.file());
        shop.order(30, new Random(1));
        Backup increment = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        PlainCopy copy = Backups.toFile(shop.file(), folder.resolve("copy.db"));
        assertThat(Files.mismatch(restore(increment), copy.path())).isEqualTo(-1);
    }

    @Test
    void increment_nothingChanged_holdsNoPage() {
        backups.take(shop.file());
        Backup idle = backups.take(shop.file());
        assertThat(idle.kind()).isEqualTo(Backup.Kind.INCREMENTAL);
        Manifest manifest = Manifest.read("", read(idle.path().resolve(Manifest.FILE)));
        assertThat(manifest.content().plainBytes()).isEqualTo(20);
        assertThat(new Shop(restore(idle)).state()).isEqualTo(shop.state());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void increment_shrunkDatabase_restores() {
        shop.run("PRAGMA auto_vacuum = FULL", "VACUUM");
        backups.take(shop.file());
        shop.run("DELETE FROM orders WHERE id > 3800");
        Backup smaller = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        assertThat(smaller.kind()).isEqualTo(Backup.Kind.INCREMENTAL);
        shop.order(300, new Random(5));
        Backup larger = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        assertThat(new Shop(restore(larger)).state()).isEqualTo(shop.state());
        assertThat(backups.verify(smaller.id(), Level.RESTORED).ok()).isTrue();
    }

    @Test
    void row26_vacuumOrPageSize_betweenIncrements_makesAFull() {
        backups.take(shop.file());
        shop.run("DELETE FROM orders WHERE id % 3 = 0", "VACUUM");
        assertThat(backups.take(shop.file()).kind()).isEqualTo(Backup.Kind.FULL);
        shop.run("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 8192", "VACUUM", "PRAGMA journal_mode = WAL");
        Backup other = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        assertThat(other.kind()).isEqualTo(Backup.Kind.FULL);
        assertThat(new Shop(restore(other)).state()).isEqualTo(shop.state());
    }

    @Test
    void auto_chainLongEnough_beginsAnew() {
        Backups shortly = Backups.in(repository).unencrypted().longestChain(2).build();
        List<Backup.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            shop.order(1, new Random(i));
            kinds.add(shortly.take(shop.file()).kind());
        }
        assertThat(kinds)
                .containsExactly(Backup.Kind.FULL, Backup.Kind.INCREMENTAL, Backup.Kind.INCREMENTAL, Backup.Kind.FULL);
    }

    @Test
    void auto_parentDamagedInSize_makesAFull() throws IOException {
        Backup full = backups.take(shop.file());
        Files.write(full.path().resolve("data.db.zst"), new byte[] {1, 2, 3});
        Backup next = backups.take(shop.file());
        assertThat(next.kind()).isEqualTo(Backup.Kind.FULL);
        assertThat(backups.verify(next.id(), Level.RESTORED).ok()).isTrue();
    }

    @Test
    void incremental_withoutAnything_isRefused() {
        refused(Kind.NOTHING_TO_BUILD_ON, () -> backups.take(shop.file(), Backup.Kind.INCREMENTAL));
        refused(Kind.BAD_SETTING, () -> backups.take(shop.file(), Backup.Kind.SYNTHETIC));
    }

    @Test
    void compact_chain_standsAloneAndIsBuiltOn() throws IOException {
        Backup full = backups.take(shop.file());
        refused(Kind.NOTHING_TO_BUILD_ON, () -> backups.compact());
        shop.order(10, new Random(1));
        Backup increment = backups.take(shop.file());
        Backup synthetic = backups.compact();
        assertThat(synthetic.kind()).isEqualTo(Backup.Kind.SYNTHETIC);
        assertThat(Files.mismatch(restore(synthetic), restore(increment))).isEqualTo(-1);
        shop.order(10, new Random(2));
        Backup next = backups.take(shop.file());
        assertThat(next.parent()).contains(synthetic.id());
        List<String> state = shop.state();
        DurableFiles.delete(full.path());
        DurableFiles.delete(increment.path());
        assertThat(new Shop(restore(next)).state()).isEqualTo(state);
    }

    @Test
    void row13_increments_swappedDroppedReplayed_areRefused() throws IOException {
        backups.take(shop.file());
        List<Backup> increments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            shop.run("UPDATE orders SET status = 'round " + i + "' WHERE id % 900 = 7");
            increments.add(backups.take(shop.file(), Backup.Kind.INCREMENTAL));
        }
        Backup tip = increments.get(2);
        Path target = folder.resolve("target.db");
        Path safe = folder.resolve("safe");
        Path first = increments.get(0).path();
        Path second = increments.get(1).path();
        // Dropped.
        Files.move(first, safe);
        refused(Kind.BROKEN_CHAIN, () -> backups.restoreToNew(tip.id(), target));
        // Another in its place, manifest and all.
        copy(second, first);
        refused(Kind.BAD_MANIFEST, () -> backups.restoreToNew(tip.id(), target));
        DurableFiles.delete(first);
        Files.move(safe, first);
        // Its pages alone swapped with those of another.
        Path pages = second.resolve("pages.zst");
        byte[] right = Files.readAllBytes(pages);
        Files.write(pages, Files.readAllBytes(first.resolve("pages.zst")));
        refused(Kind.DAMAGED_BACKUP, () -> backups.restoreToNew(tip.id(), target));
        Files.write(pages, right);
        backups.restoreToNew(tip.id(), target);
        assertThat(new Shop(target).state()).isEqualTo(shop.state());
    }

    @Test
    void row13_links_forgedToAnotherParent_areRefused() throws IOException {
        Backup full = backups.take(shop.file());
        shop.run("UPDATE orders SET status = 'one' WHERE id < 9");
        backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        shop.run("UPDATE orders SET status = 'two' WHERE id > 3990");
        Backup tip = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        Path file = tip.path().resolve(Manifest.FILE);
        Manifest manifest = Manifest.read("", Files.readAllBytes(file));
        Manifest.Link link = manifest.link().orElseThrow();
        // A tail that was cut out of the middle: the parent is there, and in another state.
        rewrite(file, new Manifest.Link(full.id(), full.id(), 1, link.parentRoot()));
        refused(Kind.BROKEN_CHAIN, () -> backups.verify(tip.id(), Level.STORED).requireOk());
        // The same, claiming to fit: its pages do not give the root that it names.
        String baseRoot = Manifest.read("", Files.readAllBytes(full.path().resolve(Manifest.FILE)))
                .root();
        rewrite(file, new Manifest.Link(full.id(), full.id(), 1, baseRoot));
        refused(
                Kind.NOT_RESTORABLE,
                () -> backups.verify(tip.id(), Level.RESTORED).requireOk());
        refused(Kind.NOT_RESTORABLE, () -> backups.restoreToNew(tip.id(), folder.resolve("x.db")));
        // Its own parent.
        rewrite(file, new Manifest.Link(tip.id(), full.id(), 1, manifest.root()));
        refused(Kind.BROKEN_CHAIN, () -> backups.verify(tip.id(), Level.STORED).requireOk());
        assertThat(folder.resolve("x.db")).doesNotExist();
    }

    @Test
    void row13_twoChildrenOfOneParent_bothRestore() throws IOException {
        Backup full = backups.take(shop.file());
        shop.run("UPDATE orders SET status = 'one' WHERE id % 900 = 7");
        Backup left = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        List<String> leftState = shop.state();
        Path aside = folder.resolve("aside");
        Files.move(left.path(), aside);
        shop.run("UPDATE orders SET status = 'two' WHERE id % 900 = 8");
        Backup right = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        Files.move(aside, left.path());
        assertThat(left.parent()).isEqualTo(right.parent()).contains(full.id());
        assertThat(new Shop(restore(left)).state()).isEqualTo(leftState);
        assertThat(new Shop(restore(right)).state()).isEqualTo(shop.state());
    }

    private static void rewrite(Path file, Manifest.Link link) throws IOException {
        var members = new java.util.TreeMap<>(Json.read(Files.readAllBytes(file)));
        members.remove("digest");
        members.put(
                "link",
                java.util.Map.of(
                        "parent_id", link.parent(),
                        "base_id", link.base(),
                        "depth", link.depth(),
                        "parent_root", link.parentRoot()));
        Files.write(file, Seal.close(members, null));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (Path file : Shop.filesBelow(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
