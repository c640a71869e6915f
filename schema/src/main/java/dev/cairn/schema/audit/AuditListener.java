package dev.cairn.schema.audit;

/** Hears of every operation that changes a database or tried to. What it throws is logged and changes nothing. */
@FunctionalInterface
public interface AuditListener {
    /** Called on the thread of the operation, after it ended. */
    void onEvent(AuditEvent event);
}
