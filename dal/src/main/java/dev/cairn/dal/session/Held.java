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
    private final long waited;
    private final Release release;

    private Held(Lane lane, long waited, Release release) {
        this.lane = lane;
        this.waited = waited;
        this.release = release;
    }

    /** A reader; closing what was borrowed gives it back. */
    static Held reader(Readers readers, long deadline) {
        long asked = System.nanoTime();
        Connection borrowed = readers.borrow(deadline);
        Lane lane = Readers.lane(borrowed);
        return new Held(lane, System.nanoTime() - asked, () -> {
            try {
                lane.takeBack();
            } finally {
                borrowed.close();
            }
        });
    }

    /** The writer, when its turn has come. */
    static Held writer(Gate gate, Writer writer, String label, long deadline) {
        Ticket ticket = gate.enter(label, deadline);
        try {
            Lane lane = writer.open();
            return new Held(lane, ticket.waitedNanos(), () -> {
                try {
                    writer.giveBack(lane);
                } finally {
                    gate.leave(ticket);
                }
            });
        } catch (RuntimeException e) {
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
        return new Held(held.lane, held.waited, () -> {
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
