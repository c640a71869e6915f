package dev.cairn.dal.junit;

import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.schema.Migrations;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a migrated database of its own, on a real file, and looks at it afterwards.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final CairnExtension cairn = CairnExtension.of(Pqs.MIGRATIONS);
 *
 * @Test
 * void user_isFound(Pqs pqs) { ... }
 * }</pre>
 *
 * <p>The migrations run once in a process; each test gets a copy of what they made. A parameter of a test, of
 * {@code @BeforeEach}, {@code @AfterEach} or the constructor may be the {@link Database}, or anything with a public
 * constructor that takes one: a generated facade, a repository, a service. All of a test share one database.
 *
 * <p>After the test nobody may hold a connection or statement of it any more, no foreign key may point at nothing, and
 * SQLite must find the file sound; otherwise the test fails with who and what. A thread that is just leaving its scope
 * is given a second for that. Then the database is closed and its file deleted.
 *
 * <p>Immutable and thread-safe: tests may run in parallel.
 */
public final class CairnExtension implements ParameterResolver, AfterEachCallback {
    private final Migrations migrations;
    private final UnaryOperator<DatabaseBuilder> settings;
    private final Namespace namespace = Namespace.create(CairnExtension.class, this);

    private CairnExtension(Migrations migrations, UnaryOperator<DatabaseBuilder> settings) {
        this.migrations = migrations;
        this.settings = settings;
    }

    /** Databases with this schema, usually the constant of a generated facade. */
    public static CairnExtension of(Migrations migrations) {
        return new CairnExtension(migrations, UnaryOperator.identity());
    }

    /** The same, opened with these settings: {@code opening(at -> at.options(Pqs.OPTIONS).readers(2))}. */
    public CairnExtension opening(UnaryOperator<DatabaseBuilder> how) {
        return new CairnExtension(migrations, at -> how.apply(settings.apply(at)));
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        // So that what a constructor is given belongs to its test.
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Database.class || (constructor(type).isPresent() && belongsHere(type));
    }

    /** A facade of another schema belongs to another extension, so that a test can have databases of several. */
    private boolean belongsHere(Class<?> type) {
        try {
            return !(type.getField("MIGRATIONS").get(null) instanceof Migrations needed)
                    || names(migrations).containsAll(names(needed));
        } catch (ReflectiveOperationException | NullPointerException e) {
            return true;
        }
    }

    private static List<String> names(Migrations migrations) {
        return migrations.stream().map(m -> m.name()).toList();
    }

    private static Optional<Constructor<?>> constructor(Class<?> type) {
        return Stream.of(type.getConstructors())
                .filter(c -> c.getParameterCount() == 1 && c.getParameterTypes()[0] == Database.class)
                .findFirst();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        if (test.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("A database belongs to one test: take " + type.getSimpleName()
                    + " in the test itself, in @BeforeEach, or in the constructor of a class that is made for each");
        }
        TestDatabase given = test.getStore(namespace)
                .getOrComputeIfAbsent("database", key -> TestDatabase.of(migrations, settings), TestDatabase.class);
        return constructor(type).<Object>map(c -> made(c, given.database())).orElseGet(given::database);
    }

    private static Object made(Constructor<?> constructor, Database database) {
        try {
            return constructor.newInstance(database);
        } catch (InvocationTargetException e) {
            throw new ParameterResolutionException("A constructor that takes a Database has failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ParameterResolutionException("A constructor that takes a Database cannot be called", e);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        TestDatabase given = test.getStore(namespace).get("database", TestDatabase.class);
        if (given != null) {
            given.close();
        }
    }
}
