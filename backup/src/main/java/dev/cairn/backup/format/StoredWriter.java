package dev.cairn.backup.format;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Digest;
import dev.cairn.backup.file.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one stored file: plain bytes in, digest, zstd, age, digest, disk.
 *
 * <p>Closing a half-written stream of zstd or age gives a file that looks complete. So a file counts only when
 * {@link #finish} has returned; on an error the caller deletes the directory. The key of the file is kept until then,
 * so that what was written can be read back where only public keys are known.
 */
public final class StoredWriter extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWriter.class);
    private static final int BUFFER = 1 << 16;

    private final Path directory;
    private final StoredFile.Role role;
    private final String name;
    private final FileChannel channel;
    private final OutputStream outer;
    private final Digest plain = Digest.sha256();
    private final Digest stored = Digest.sha256();
    private long plainBytes;
    private long storedBytes;
    private byte[] fileKey = {};

    /** @param level of zstd; zero for none */
    public StoredWriter(Path directory, StoredFile.Role role, int level, Encryption encryption) throws IOException {
        this.directory = directory;
        this.role = role;
        this.name = role.fileName(level > 0, encryption.isOn());
        this.channel = DurableFiles.create(directory.resolve(name));
        this.outer = compressing(level, encrypting(encryption, new Disk()));
    }

    private OutputStream encrypting(Encryption encryption, OutputStream disk) throws IOException {
        if (!encryption.isOn()) {
            return disk;
        }
        try {
            return Channels.newOutputStream(new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(Channels.newChannel(disk), List.of(key -> {
                        fileKey = key.getEncoded().clone();
                        return encryption.seal(key);
                    })));
        } catch (GeneralSecurityException e) {
            throw BackupException.of(Kind.BAD_KEY).because(e).build();
        }
    }

    private static OutputStream compressing(int level, OutputStream inner) throws IOException {
        // One worker of zstd's own compresses while this thread digests, encrypts and writes what it did before.
        return level == 0
                ? inner
                : new ZstdOutputStreamNoFinalizer(inner, level)
                        .setChecksum(true)
                        .setWorkers(1);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        plain.update(bytes, from, length);
        plainBytes += length;
        outer.write(bytes, from, length);
    }

    /** Everything is on the disk when this returns. */
    public StoredFile finish() throws IOException {
        outer.close();
        return new StoredFile(name, role, storedBytes, stored.hex(), plainBytes, plain.hex());
    }

    /** Opens what this wrote, and nothing else. */
    public RecipientStanzaReader key() {
        return stanzas -> new FileKey(fileKey);
    }

    Path file() {
        return directory.resolve(name);
    }

    /** After {@link #finish} this has nothing left to do; before, it leaves a file that counts for nothing. */
    @Override
    public void close() throws IOException {
        channel.close();
        Arrays.fill(fileKey, (byte) 0);
        release();
    }

    /** Native memory and the worker of zstd; what closing it writes finds the channel closed. */
    private void release() {
        try {
            outer.close();
        } catch (IOException e) {
            LOG.trace("{} was not finished", name, e);
        }
    }

    /** The innermost stream: what is digested here is what lies on the disk. */
    private final class Disk extends OutputStream {
        private final byte[] buffer = new byte[BUFFER];
        private int filled;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int at = from;
            for (int left = length; left > 0; ) {
                int part = Math.min(left, buffer.length - filled);
                System.arraycopy(bytes, at, buffer, filled, part);
                filled += part;
                at += part;
                left -= part;
                if (filled == buffer.length) {
                    drain();
                }
            }
        }

        private void drain() throws IOException {
            stored.update(buffer, 0, filled);
            storedBytes += filled;
            DurableFiles.writeFully(channel, ByteBuffer.wrap(buffer, 0, filled));
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                drain();
                channel.force(true);
            }
        }
    }
}
