package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows read packed and rows read column by column are the same, whatever stands in them. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadersAgreeTest {
    private static final List<Hostile> VALUES = Hostile.values();
    private static final List<Hostile> VALUES_AND_TIMES =
            Stream.concat(VALUES.stream(), Hostile.times().stream()).toList();

    private final List<World> worlds = new ArrayList<>();

    @BeforeAll
    void open() {
        worlds.addAll(World.all());
        for (World world : worlds) {
            new Population(3).fill(world, 3);
            // What a trigger does with such values is another matter.
            world.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                    .forEach(r -> world.sql("DROP TRIGGER " + r.get(0)));
            world.sql("PRAGMA ignore_check_constraints = ON");
            world.sql("PRAGMA foreign_keys = OFF");
        }
    }

    @AfterAll
    void close() {
        worlds.forEach(World::close);
    }

    List<Table> tables() {
        return worlds.stream().flatMap(w -> w.tables().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rows_hostileValues_areEqualOrRefusedAlike(Table table) {
        Class<?> type = table.repository().getClass();
        Object packed = table.world().repository(type, true);
        Object byColumn = table.world().repository(type, false);
        List<String> different = new ArrayList<>();
        int tried = 0;
        for (Column column : table.columns()) {
            List<Hostile> values = column.type() == Instant.class ? VALUES_AND_TIMES : VALUES;
            tried += each(table, column, values, value -> {
                Object expected = read(byColumn);
                Object found = read(packed);
                if (!found.equals(expected)) {
                    different.add(column + " with " + value + ": " + found + ", not " + expected);
                }
                assertRefusal(table, column, expected);
            });
        }
        assertThat(different).isEmpty();
        assertThat(tried).isGreaterThan(table.columns().size());
    }

    /**
     * The one difference: JSON in SQLite's binary form is taken for what it says, where the other reader refuses it.
     */
    @ParameterizedTest
    @MethodSource("tables")
    void rows_binaryJsonInNumbers_areReadAsRefusedOrAsJson(Table table) {
        Class<?> type = table.repository().getClass();
        Object packed = table.world().repository(type, true);
        Object byColumn = table.world().repository(type, false);
        for (Column column : table.columns()) {
            each(table, column, Hostile.jsonb(), value -> {
                Object expected = read(byColumn);
                if (!(expected instanceof Refusal)) {
                    assertThat(read(packed)).isEqualTo(expected);
                }
            });
        }
    }

    private static void assertRefusal(Table table, Column column, Object outcome) {
        if (outcome instanceof Refusal refusal) {
            assertThat(refusal.kind()).isEqualTo(Kind.UNREADABLE_VALUE);
            assertThat(refusal.fields()).contains("table=" + table.name(), "column=" + column.name());
        }
    }

    /** Puts each value into the row in the middle, unless the column itself refuses it; how many it took. */
    private static int each(Table table, Column column, List<Hostile> values, Consumer<Hostile> then) {
        String sql = "UPDATE " + table.name() + " SET \"" + column.name() + "\" = %s WHERE rowid = (SELECT rowid FROM "
                + table.name() + " ORDER BY rowid LIMIT 1 OFFSET 1)";
        AtomicInteger taken = new AtomicInteger();
        table.world()
                .trial(() -> table.world().connected(c -> {
                    try (PreparedStatement plain = c.prepareStatement(sql.formatted(Hostile.PLAIN));
                            PreparedStatement cast = c.prepareStatement(sql.formatted(Hostile.CAST))) {
                        for (Hostile value : values) {
                            if (put(value.expression().equals(Hostile.PLAIN) ? plain : cast, value)) {
                                taken.incrementAndGet();
                                then.accept(value);
                            }
                        }
                    }
                    return taken;
                }));
        return taken.get();
    }

    private static boolean put(PreparedStatement statement, Hostile value) {
        try {
            statement.setObject(1, value.bound());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    /** What a reader says instead of rows. */
    private record Refusal(
            Kind kind, String fields, @Nullable Object read) {}

    private static Object read(Object repository) {
        List<Object> rows = new ArrayList<>();
        Consumer<Object> sink = rows::add;
        try {
            Reflection.call(repository, "forEach", sink);
            return rows;
        } catch (DalException e) {
            return new Refusal(e.kind(), e.fields().toString(), List.copyOf(rows));
        }
    }
}
