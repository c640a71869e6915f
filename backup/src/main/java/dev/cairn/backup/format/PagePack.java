package dev.cairn.backup.format;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Facts;
import dev.cairn.backup.file.PageIndex;
import dev.cairn.backup.file.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The pages of an increment: a head of magic, page size, page count of the database and number of pages; the numbers of
 * the pages, from 1, ascending; the pages. All numbers are big-endian and 32 bits wide.
 */
public final class PagePack {
    private static final byte[] MAGIC = "CairnP1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = MAGIC.length + 3 * Integer.BYTES;
    private static final int RUN = 256;

    private PagePack() {}

    /** Whether a pack of this length can belong to a database of this size. */
    static boolean plausible(long bytes, Facts facts) {
        long each = (long) facts.pageSize() + Integer.BYTES;
        return bytes >= HEAD && (bytes - HEAD) % each == 0 && (bytes - HEAD) / each <= facts.pageCount();
    }

    /** Writes those pages of a plain file. */
    public static void write(Path file, PageIndex index, int[] numbers, OutputStream out, Work work)
            throws IOException {
        work.begin(Phase.PACK, (long) numbers.length * index.pageSize());
        ByteBuffer head = ByteBuffer.allocate(HEAD)
                .put(MAGIC)
                .putInt(index.pageSize())
                .putInt((int) index.pages())
                .putInt(numbers.length);
        out.write(head.array());
        ByteBuffer ids = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        for (int number : numbers) {
            ids.putInt(number);
        }
        out.write(ids.array());
        try (FileChannel channel = DurableFiles.read(file)) {
            ByteBuffer page = ByteBuffer.allocate(index.pageSize());
            for (int number : numbers) {
                readFully(channel, page.clear(), (number - 1L) * index.pageSize());
                out.write(page.array());
                work.advance(index.pageSize());
            }
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer page, long position) throws IOException {
        while (page.hasRemaining()) {
            if (channel.read(page, position + page.position()) < 0) {
                throw new IOException("a page is missing");
            }
        }
    }

    /** Where the pages of a pack go. */
    public interface Target {
        /** The bytes of some pages, the first of them with this number. */
        void put(int number, byte[] pages, int length) throws IOException;
    }

    /** Reads a pack to its end; numbers out of order or out of range are refused before a page is passed on. */
    public static void read(Path where, StoredReader in, Facts facts, Target target, IntConsumer progress)
            throws IOException {
        byte[] bytes = new byte[HEAD];
        in.fill(bytes, HEAD);
        ByteBuffer head = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        head.get(magic);
        boolean known = Arrays.equals(magic, MAGIC);
        int pageSize = head.getInt();
        long pageCount = Integer.toUnsignedLong(head.getInt());
        long count = Integer.toUnsignedLong(head.getInt());
        if (!known || pageSize != facts.pageSize() || pageCount != facts.pageCount() || count > pageCount) {
            throw malformed(where, "its head does not fit the manifest");
        }
        int[] numbers = numbers(where, in, (int) count, facts.pageCount());
        byte[] pages = new byte[pageSize * Math.max(1, Math.min(RUN, (1 << 20) / pageSize))];
        for (int at = 0; at < numbers.length; ) {
            int run = run(numbers, at, pages.length / pageSize);
            in.fill(pages, run * pageSize);
            target.put(numbers[at], pages, run * pageSize);
            progress.accept(run * pageSize);
            at += run;
        }
        in.finish();
    }

    private static int[] numbers(Path where, StoredReader in, int count, long most) throws IOException {
        int[] numbers = new int[count];
        byte[] bytes = new byte[Integer.BYTES * RUN];
        long before = 0;
        for (int at = 0; at < count; at += RUN) {
            int part = Math.min(RUN, count - at);
            in.fill(bytes, part * Integer.BYTES);
            ByteBuffer ids = ByteBuffer.wrap(bytes);
            for (int i = 0; i < part; i++) {
                int number = ids.getInt();
                if (number <= before || number > most) {
                    throw malformed(where, "its page numbers are out of order or out of range");
                }
                before = number;
                numbers[at + i] = number;
            }
        }
        return numbers;
    }

    /** How many pages from here on follow each other. */
    private static int run(int[] numbers, int from, int most) {
        int length = 1;
        while (length < most && from + length < numbers.length && numbers[from + length] == numbers[from] + length) {
            length++;
        }
        return length;
    }

    private static BackupException malformed(Path where, String problem) {
        return BackupException.of(Kind.DAMAGED_BACKUP)
                .with("file", where)
                .with("problem", problem)
                .build();
    }
}
