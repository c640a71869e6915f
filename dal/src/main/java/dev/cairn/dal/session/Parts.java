package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.insight.Recorder;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What a session is made of, and how long one waits in it. Thread-safe.
 *
 * @param readers nothing where the writer is the only connection there is
 */
record Parts(
        Settings settings,
        Recorder recorder,
        Lanes lanes,
        Turnstile turnstile,
        Gate gate,
        Writer writer,
        @Nullable Readers readers,
        long patienceNanos) {

    /** On a file; no connection is opened yet. */
    static Parts onFile(Settings settings, Recorder recorder) {
        Lanes lanes = new Lanes(settings.recipe());
        Readers readers = new Readers(lanes, settings.name(), settings.readers(), settings.pooled());
        return of(settings, recorder, lanes, new Writer(lanes, settings.pooled()), readers);
    }

    /** On the one connection there is. */
    static Parts onOne(Settings settings, Recorder recorder, Lanes lanes, Lane only) {
        return of(settings, recorder, lanes, new Writer(lanes, only), null);
    }

    private static Parts of(
            Settings settings, Recorder recorder, Lanes lanes, Writer writer, @Nullable Readers readers) {
        long patience = settings.acquireTimeout().toNanos();
        return new Parts(settings, recorder, lanes, new Turnstile(), new Gate(), writer, readers, patience);
    }

    Held holdForReading(String label, long asked, long deadline) {
        return readers == null
                ? Held.writerToRead(gate, writer, label, deadline)
                : Held.reader(readers, asked, deadline);
    }

    void requireWritable() {
        if (settings.recipe().readOnly()) {
            throw DalException.of(Kind.READ_ONLY, "database", settings.name());
        }
    }

    /** Until when something that is asked for now is waited for. */
    long deadline(Call call) {
        return deadline(call, System.nanoTime());
    }

    long deadline(Call call, long asked) {
        long wanted = call.timeout().toNanos();
        return asked + (wanted == 0 ? patienceNanos : Math.min(patienceNanos, wanted));
    }

    /** When the statements of a call that is asked for at this time are to stop; zero if never. */
    static long limit(Call call, long asked) {
        long wanted = call.timeout().toNanos();
        return wanted == 0 ? 0 : asked + wanted;
    }
}
