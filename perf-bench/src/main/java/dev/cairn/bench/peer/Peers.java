package dev.cairn.bench.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Peers that are open on the same file at the same time. */
public final class Peers implements AutoCloseable {
    private final Map<PeerKind, Peer> open = new EnumMap<>(PeerKind.class);

    private Peers() {}

    /** Opens each of them. */
    public static Peers open(Collection<PeerKind> kinds, Target target) throws Exception {
        Peers peers = new Peers();
        try {
            for (PeerKind kind : kinds) {
                peers.open.put(kind, kind.open(target));
            }
            return peers;
        } catch (Exception e) {
            peers.close();
            throw e;
        }
    }

    /** Those that are open, {@link PeerKind#RAW} first. */
    public void forEach(BiConsumer<PeerKind, Peer> action) {
        open.forEach(action);
    }

    @Override
    public void close() {
        List<Peer> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(Peer::close);
    }
}
