package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first half of the SHA-256 of each page, in order. It tells which pages differ between two states, and its root
 * names a state.
 */
public final class PageIndex {
    static final int ENTRY = 16;
    /** As many as fit an array: 536 GB with pages of 4 KB. */
    public static final long MOST_PAGES = Integer.MAX_VALUE / ENTRY - 1;

    private static final int BLOCK = 1 << 20;
    private static final String ROOT = "cairn-root-1";

    private final int pageSize;
    private final byte[] entries;

    /** The index with these entries, which are not copied. */
    public PageIndex(int pageSize, byte[] entries) {
        this.pageSize = pageSize;
        this.entries = entries;
    }

    /** What one reading of a plain file tells. */
    public record Reading(PageIndex index, String sha256) {}

    /** How long the index of so many pages is. */
    public static long bytes(long pages) {
        return pages * ENTRY;
    }

    /** Reads a plain file that nobody writes. */
    public static Reading read(Path file, int pageSize, Work work) throws IOException {
        try (FileChannel channel = DurableFiles.read(file)) {
            long size = channel.size();
            long pages = size / pageSize;
            if (pages > MOST_PAGES || size % pageSize != 0) {
                throw BackupException.of(Kind.BEYOND_LIMIT)
                        .with("limit", "pages")
                        .with("value", pages)
                        .build();
            }
            work.begin(Phase.DIGEST, size);
            byte[] entries = new byte[(int) bytes(pages)];
            String sha256 = digest(channel, pageSize, entries, work);
            return new Reading(new PageIndex(pageSize, entries), sha256);
        }
    }

    private static String digest(FileChannel channel, int pageSize, byte[] entries, Work work) throws IOException {
        Digest whole = Digest.sha256();
        Digest page = Digest.sha256();
        byte[] block = new byte[BLOCK];
        int entry = 0;
        for (int length = fill(channel, block); length > 0; length = fill(channel, block)) {
            whole.update(block, 0, length);
            for (int at = 0; at + pageSize <= length; at += pageSize) {
                byte[] hash = page.update(block, at, pageSize).bytes();
                System.arraycopy(hash, 0, entries, entry, ENTRY);
                entry += ENTRY;
            }
            work.advance(length);
        }
        return whole.hex();
    }

    private static int fill(FileChannel channel, byte[] block) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(block);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until the block is full or the file ends.
        }
        return buffer.position();
    }

    /** How many pages it has entries for. */
    public long pages() {
        return entries.length / ENTRY;
    }

    /** The bytes of a page. */
    public int pageSize() {
        return pageSize;
    }

    /** One after the other, and not a copy. */
    public byte[] entries() {
        return entries;
    }

    /** A digest over page size, number of pages and entries. */
    public String root() {
        byte[] head = ByteBuffer.allocate(ROOT.length() + Integer.BYTES * 2)
                .put(ROOT.getBytes(StandardCharsets.US_ASCII))
                .putInt(pageSize)
                .putInt((int) pages())
                .array();
        return HexFormat.of()
                .formatHex(Digest.sha256().update(head).update(entries).bytes());
    }

    /** The numbers, from 1, of the pages that are not in the other state as they are here. */
    public int[] changedSince(PageIndex before) {
        int[] changed = new int[(int) pages()];
        int count = 0;
        for (int page = 0; page < pages(); page++) {
            int from = page * ENTRY;
            boolean same = page < before.pages()
                    && Arrays.equals(entries, from, from + ENTRY, before.entries, from, from + ENTRY);
            if (!same) {
                changed[count++] = page + 1;
            }
        }
        return Arrays.copyOf(changed, count);
    }
}
