package dev.cairn.backup.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The SHA-256 of a plain database file without those bytes of its header that copying it changes and that hold nothing
 * of the database: the journal mode, two change counters, the schema cookie and the version of SQLite
 * (https://www.sqlite.org/fileformat2.html, section 1.3). Two files with one imprint are one database.
 */
public final class Imprint {
    private static final int BLOCK = 1 << 20;
    private static final int[][] CHANGING = {{18, 20}, {24, 28}, {40, 44}, {92, 100}};

    private Imprint() {}

    /** The imprint of a file that nobody writes. */
    public static String of(Path file) throws IOException {
        Digest digest = Digest.sha256();
        byte[] block = new byte[BLOCK];
        try (FileChannel channel = DurableFiles.read(file)) {
            boolean first = true;
            for (int length = fill(channel, block); length > 0; length = fill(channel, block)) {
                if (first) {
                    mask(block);
                    first = false;
                }
                digest.update(block, 0, length);
            }
        }
        return digest.hex();
    }

    private static void mask(byte[] header) {
        for (int[] range : CHANGING) {
            Arrays.fill(header, range[0], range[1], (byte) 0);
        }
    }

    private static int fill(FileChannel channel, byte[] block) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(block);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until the block is full or the file ends.
        }
        return buffer.position();
    }
}
