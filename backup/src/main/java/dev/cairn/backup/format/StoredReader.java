package dev.cairn.backup.format;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Digest;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Work;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Reads one stored file: disk, age, zstd, and never a byte more than its manifest says. What was read counts only when
 * {@link #finish} has returned: it compares length and digest of what came out.
 *
 * <p>Decoders meet hostile bytes here; whatever they throw means that the file is damaged.
 */
public final class StoredReader extends InputStream {
    /** The largest window that the {@code zstd} program accepts by itself. */
    private static final int LARGEST_WINDOW_LOG = 27;

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final StoredFile file;
    private final FileChannel channel;
    private final InputStream outer;
    private final Digest plain = Digest.sha256();
    private long read;

    /** Opens a file of that directory; where it is encrypted, one of the keys must fit. */
    public StoredReader(Path directory, StoredFile file, RecipientStanzaReader keys) throws IOException {
        this.path = directory.resolve(file.name());
        this.file = file;
        try {
            this.channel = DurableFiles.read(path);
        } catch (FileSystemException e) {
            throw damaged("it cannot be opened", e);
        }
        try {
            this.outer = decompressing(decrypting(keys));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private InputStream decrypting(RecipientStanzaReader keys) throws IOException {
        if (!file.encrypted()) {
            return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
        }
        try {
            return new BufferedInputStream(
                    Channels.newInputStream(
                            new StandardDecryptingChannelFactory().newDecryptingChannel(channel, List.of(keys))),
                    BUFFER);
        } catch (BackupException e) {
            throw BackupException.of(e.kind()).with("file", path).because(e).build();
        } catch (GeneralSecurityException | RuntimeException | IOException e) {
            throw failed(e);
        }
    }

    private InputStream decompressing(InputStream inner) throws IOException {
        return file.compressed() ? new ZstdInputStreamNoFinalizer(inner).setLongMax(LARGEST_WINDOW_LOG) : inner;
    }

    private BackupException failed(Exception e) throws IOException {
        if (e instanceof ClosedByInterruptException interrupt) {
            throw interrupt;
        }
        return damaged("it cannot be decoded", e);
    }

    private BackupException damaged(String problem, Exception e) {
        return BackupException.of(Kind.DAMAGED_BACKUP)
                .with("file", path)
                .with("problem", problem)
                .because(e)
                .build();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count;
        try {
            count = outer.read(bytes, from, length);
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
        if (count > 0) {
            read += count;
            if (read > file.plainBytes()) {
                throw damaged("it holds more than it should", new IOException("more than " + file.plainBytes()));
            }
            plain.update(bytes, from, count);
        }
        return count;
    }

    /** Fills the array; a file that ends before is damaged. */
    public void fill(byte[] bytes, int length) throws IOException {
        for (int filled = 0; filled < length; ) {
            int count = read(bytes, filled, length - filled);
            if (count < 0) {
                throw damaged("it ends too early", new EOFException());
            }
            filled += count;
        }
    }

    /** Reads what is left; length and digest must be what the manifest says. */
    public void finish() throws IOException {
        byte[] rest = new byte[BUFFER];
        int count = 0;
        while (count >= 0) {
            count = read(rest, 0, rest.length);
        }
        if (read != file.plainBytes() || !plain.hex().equals(file.plainSha256())) {
            throw damaged("its content is not what was stored", new IOException("digest"));
        }
    }

    @Override
    public void close() throws IOException {
        if (outer instanceof ZstdInputStreamNoFinalizer) {
            outer.close();
        }
        channel.close();
    }

    /** Compares length and digest of a file as it lies there, without a key. */
    public static void compare(Path directory, StoredFile file, Work work) throws IOException {
        Path path = directory.resolve(file.name());
        try (FileChannel channel = DurableFiles.read(path)) {
            Digest digest = Digest.sha256();
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER * 4);
            long bytes = channel.size();
            if (bytes == file.bytes()) {
                while (channel.read(buffer) >= 0) {
                    work.advance(buffer.position());
                    digest.update(buffer.flip());
                    buffer.clear();
                }
            }
            if (bytes != file.bytes() || !digest.hex().equals(file.sha256())) {
                throw BackupException.of(Kind.DAMAGED_BACKUP)
                        .with("file", path)
                        .with("problem", bytes == file.bytes() ? "its digest differs" : "its size differs")
                        .build();
            }
        } catch (FileSystemException e) {
            throw BackupException.of(Kind.DAMAGED_BACKUP)
                    .with("file", path)
                    .with("problem", "it cannot be opened")
                    .because(e)
                    .build();
        }
    }
}
