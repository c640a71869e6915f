package dev.cairn.dal.spi;

import java.util.UUID;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** UUIDs in jOOQ's own queries. */
public final class UuidConverter extends AbstractConverter<byte[], UUID> {
    private static final long serialVersionUID = 1L;

    /** The one there is. */
    public UuidConverter() {
        super(byte[].class, UUID.class);
    }

    @Override
    public @Nullable UUID from(byte @Nullable [] bytes) {
        return bytes == null ? null : Uuids.of(bytes);
    }

    @Override
    public byte @Nullable [] to(@Nullable UUID uuid) {
        return uuid == null ? null : Uuids.bytes(uuid);
    }
}
