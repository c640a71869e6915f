package dev.cairn.schema.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends one JSON object a line to a file and forces it to the disk. Thread-safe, also between processes: each line is
 * one write in append mode.
 */
public final class AuditLog implements AuditListener {
    private final Path file;

    private AuditLog(Path file) {
        this.file = file;
    }

    /** A log in this file, which is made at the first event. */
    public static AuditLog to(Path file) {
        return new AuditLog(file);
    }

    /** A log in {@code DATABASE.audit.jsonl}. */
    public static AuditLog beside(Path database) {
        Path absolute = database.toAbsolutePath();
        return new AuditLog(absolute.resolveSibling(absolute.getFileName() + ".audit.jsonl"));
    }

    /** Where it writes. */
    public Path file() {
        return file;
    }

    @Override
    public void onEvent(AuditEvent event) {
        ByteBuffer line = ByteBuffer.wrap((json(event) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(AuditEvent e) {
        return "{\"at\":" + quote(e.at().toString())
                + ",\"who\":" + quote(e.who())
                + ",\"operation\":" + quote(e.operation())
                + ",\"database\":" + quote(e.database())
                + ",\"outcome\":" + quote(e.outcome().name().toLowerCase(java.util.Locale.ROOT))
                + ",\"detail\":" + quote(e.detail())
                + ",\"tookMillis\":" + e.took().toMillis()
                + "}";
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
