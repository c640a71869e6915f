package dev.cairn.dal.spi;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as the sixteen bytes they are. */
public final class Uuids {
    private Uuids() {}

    /** The bytes of a UUID, most significant first. */
    public static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** The UUID of sixteen bytes. */
    public static UUID of(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("a UUID has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
