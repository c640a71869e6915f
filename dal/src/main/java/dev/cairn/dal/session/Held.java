package dev.cairn.dal.session;

import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Gate.Ticket;
import dev.cairn.dal.write.Writer;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection while it is held: a reader out of the pool, or the writer in its turn. Confined to its thread. */
final class Held {
    /** How it is given back. */
    @FunctionalInterface
    private interface Release {
        void run() throws SQLException;
    }

    private final Lane lane;
    private final Connection handle;
    private final long waited;
    private final Release release;

    private Held(Lane lane, Connection handle, long waited, Release release) {
        this.lane = lane;
        this.handle = handle;
        this.waited = waited;
        this.release = release;
    }

    /** A reader; closing what was borrowed gives it back. */
    static Held reader(Readers readers, long asked, long deadline) {
        Connection borrowed = readers.borrow(asked, deadline);
        Lane lane = Readers.lane(borrowed);
        return new Held(lane, borrowed, System.nanoTime() - asked, () -> Readers.giveBack(lane, borrowed));
    }

    /** The writer, when its turn has come. */
    static Held writer(Gate gate, Writer writer, String label, long deadline) {
        Ticket ticket = gate.enter(label, deadline);
        try {
            Lane lane = writer.open();
            return new Held(lane, lane, ticket.waitedNanos(), () -> {
                try {
                    writer.giveBack(lane);
                } finally {
                    gate.leave(ticket);
                }
            });
        } catch (RuntimeException | Error e) {
            gate.leave(ticket);
            throw e;
        }
    }

    /** The writer where there is no other connection, kept from writing. */
    static Held writerToRead(Gate gate, Writer writer, String label, long deadline) {
        Held held = writer(gate, writer, label, deadline);
        try {
            held.lane.control("PRAGMA query_only = ON");
        } catch (SQLException e) {
            held.giveBack();
            throw Errors.translate(e, "");
        }
        return new Held(held.lane, held.lane, held.waited, () -> {
            try {
                held.lane.control("PRAGMA query_only = OFF");
            } finally {
                held.giveBack();
            }
        });
    }

    Lane lane() {
        return lane;
    }

    /** The connection as JDBC is given it: of a reader another one each time it is lent. */
    Connection handle() {
        return handle;
    }

    long waited() {
        return waited;
    }

    void giveBack() {
        try {
            release.run();
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }
}
