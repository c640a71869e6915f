package dev.cairn.schema;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection that a code migration gets: it does everything but end the transaction or leave the database. */
final class CodeGuard implements InvocationHandler {
    private static final Set<String> REFUSED = Set.of(
            "abort",
            "close",
            "commit",
            "releaseSavepoint",
            "rollback",
            "setAutoCommit",
            "setReadOnly",
            "setSavepoint",
            "setTransactionIsolation",
            "unwrap");
    private static final Set<String> CLOSES = Set.of("close");

    private final String location;
    private final Object target;
    private final @Nullable Connection guarded;

    private CodeGuard(String location, Object target, @Nullable Connection guarded) {
        this.location = location;
        this.target = target;
        this.guarded = guarded;
    }

    static Connection guard(String location, Connection connection) {
        return proxy(Connection.class, new CodeGuard(location, connection, null));
    }

    private static <T> T proxy(Class<T> type, CodeGuard guard) {
        return type.cast(Proxy.newProxyInstance(CodeGuard.class.getClassLoader(), new Class<?>[] {type}, guard));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean isStatement = guarded != null;
        String name = method.getName();
        if (isStatement && name.equals("getConnection")) {
            return guarded;
        }
        if (REFUSED.contains(name) && !(isStatement && CLOSES.contains(name))) {
            throw new IllegalStateException(name + " is refused in a code migration: the engine ends the transaction");
        }
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && takesSql(name)) {
            Script.parse(location, sql).statements().forEach(s -> Rules.check(location, s));
        }
        Object result = call(method, arguments);
        return isStatement ? result : guardedResult((Connection) proxy, result);
    }

    private static boolean takesSql(String name) {
        return name.startsWith("prepare") || name.startsWith("execute") || name.equals("addBatch");
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private @Nullable Object guardedResult(Connection self, @Nullable Object result) {
        if (result instanceof CallableStatement) {
            return proxy(CallableStatement.class, new CodeGuard(location, result, self));
        }
        if (result instanceof PreparedStatement) {
            return proxy(PreparedStatement.class, new CodeGuard(location, result, self));
        }
        if (result instanceof DatabaseMetaData) {
            return proxy(DatabaseMetaData.class, new CodeGuard(location, result, self));
        }
        return result instanceof Statement ? proxy(Statement.class, new CodeGuard(location, result, self)) : result;
    }
}
