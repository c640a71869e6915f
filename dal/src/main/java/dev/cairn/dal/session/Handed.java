package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Lane;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection as {@code readers()} and {@code writer()} hand it out: closing it gives it back, and its transactions
 * are begun and ended as the rest of the runtime does that. Confined, as JDBC has it, to one thread at a time.
 */
final class Handed implements InvocationHandler {
    /** What is behind it, and how transactions are begun and ended there. */
    interface Behind {
        Connection connection();

        void setAutoCommit(boolean on) throws SQLException;

        boolean isAutoCommit();

        void commit() throws SQLException;

        void rollback() throws SQLException;

        void giveBack();
    }

    private final Behind behind;
    private volatile boolean closed;

    private Handed(Behind behind) {
        this.behind = behind;
    }

    static Connection of(Behind behind) {
        return (Connection) Proxy.newProxyInstance(
                Handed.class.getClassLoader(), new Class<?>[] {Connection.class}, new Handed(behind));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "close" -> close();
            case "isClosed" -> closed;
            case "isValid" -> isAlive();
            case "toString" -> "a connection of a Cairn database";
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            default -> open(method, arguments);
        };
    }

    private @Nullable Object open(Method method, Object @Nullable [] arguments) throws Throwable {
        if (closed) {
            throw DalException.of(Kind.MISUSE, "instead", "take another connection: this one was closed");
        }
        boolean plain = arguments == null;
        return switch (method.getName()) {
            case "setAutoCommit" -> setAutoCommit(arguments != null && Boolean.TRUE.equals(arguments[0]));
            case "getAutoCommit" -> behind.isAutoCommit();
            case "commit" -> commit();
            case "rollback" -> plain ? rollback() : delegate(method, arguments);
            default -> delegate(method, arguments);
        };
    }

    private boolean isAlive() {
        try {
            return !closed && !behind.connection().unwrap(Lane.class).isClosed();
        } catch (SQLException | DalException e) {
            return false;
        }
    }

    private @Nullable Object setAutoCommit(boolean on) throws SQLException {
        behind.setAutoCommit(on);
        return null;
    }

    private @Nullable Object commit() throws SQLException {
        behind.commit();
        return null;
    }

    private @Nullable Object rollback() throws SQLException {
        behind.rollback();
        return null;
    }

    private @Nullable Object delegate(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(behind.connection(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private @Nullable Object close() {
        if (!closed) {
            closed = true;
            behind.giveBack();
        }
        return null;
    }
}
