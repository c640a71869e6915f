package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A repository whose files are damaged one bit at a time, and put right again. */
final class Flips {
    private static final Identity ADA = Identity.generate();

    private final Path folder;
    private final Backups backups;
    private final Backup backup;

    Flips(Path folder, String kind) {
        this.folder = folder;
        Shop shop = Shop.filled(folder.resolve("shop.db"), 3_000);
        BackupsBuilder builder = Backups.in(folder.resolve("flips")).sign(ADA);
        this.backups = switch (kind) {
            case "encrypted" ->
                builder.recipient(ADA.recipients().get(0)).identity(ADA).build();
            case "uncompressed" -> builder.unencrypted().compression(0).build();
            default -> builder.unencrypted().build();
        };
        Backup full = backups.take(shop.file());
        if (kind.equals("increment")) {
            shop.run("UPDATE customers SET name = 'x' WHERE id = 1", "DELETE FROM orders WHERE id < 20");
            this.backup = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        } else {
            this.backup = full;
        }
    }

    Path file(String name) {
        return backup.path().resolve(name);
    }

    Backup backup() {
        return backup;
    }

    /** Flips so many random bits in each stored file; what was not found is returned. */
    List<String> flip(int count, Random random) throws IOException {
        List<String> missed = new ArrayList<>();
        for (Path file : Shop.filesBelow(backup.path())) {
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < count; i++) {
                int bit = random.nextInt(whole.length * 8);
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                if (!isFound(file)) {
                    missed.add(file.getFileName() + " bit " + bit);
                }
            }
            Files.write(file, whole);
        }
        assertThat(backups.verify(backup.id(), Level.RESTORED).ok()).isTrue();
        return missed;
    }

    /** Cuts each stored file off at multiples of 64 KiB, at its ends and at random. */
    List<String> truncate(int count, Random random) throws IOException {
        List<String> missed = new ArrayList<>();
        for (Path file : Shop.filesBelow(backup.path())) {
            byte[] whole = Files.readAllBytes(file);
            List<Integer> lengths = new ArrayList<>(List.of(0, 1, whole.length - 1));
            for (int at = 65_536; at < whole.length; at += 65_536) {
                lengths.add(at);
            }
            for (int i = 0; i < count; i++) {
                lengths.add(random.nextInt(whole.length));
            }
            for (int length : lengths) {
                Files.write(file, java.util.Arrays.copyOf(whole, length));
                if (!isFound(file)) {
                    missed.add(file.getFileName() + " length " + length);
                }
            }
            Files.write(file, whole);
        }
        return missed;
    }

    private boolean isFound(Path file) {
        Verification verification = backups.verify(backup.id(), Level.STORED);
        Path target = folder.resolve("target.db");
        boolean named = verification
                .problem()
                .flatMap(p -> p.field("file"))
                .filter(f -> f.endsWith(file.getFileName().toString()))
                .isPresent();
        try {
            backups.restoreToNew(backup.id(), target);
            return false;
        } catch (BackupException e) {
            assertThat(e.kind()).isIn(Kind.DAMAGED_BACKUP, Kind.BAD_MANIFEST);
            assertThat(target).doesNotExist();
            return named;
        }
    }
}
