package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Params;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

/** What is written through a repository is what both readers, and plain SQL, find there. */
class ValuesProperties {
    private static List<World> worlds = List.of();
    private static List<Cell> cells = List.of();

    /** A column of the one row of a table, with a repository for each reader. */
    record Cell(Table table, Column column, Object packed, Object byColumn) {
        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    /** A cell and what it is to hold. */
    record Written(Cell cell, Object value) {}

    @BeforeContainer
    static void open() {
        worlds = World.all();
        worlds.forEach(w -> new Population(1).fill(w, 1));
        // The history of migrations had rows before.
        worlds.get(0).sql("DELETE FROM migration_history WHERE id > 1");
        cells = worlds.stream()
                .flatMap(w -> w.tables().stream())
                .flatMap(ValuesProperties::cells)
                .toList();
    }

    private static Stream<Cell> cells(Table table) {
        Class<?> type = table.repository().getClass();
        Object packed = table.world().repository(type, true);
        Object byColumn = table.world().repository(type, false);
        return table.writable().stream()
                .filter(c -> !table.key().contains(c) && c.allowed().isEmpty())
                .map(c -> new Cell(table, c, packed, byColumn));
    }

    @AfterContainer
    static void close() {
        worlds.forEach(World::close);
    }

    @Provide
    Arbitrary<Written> written() {
        return Arbitraries.of(cells).flatMap(c -> values(c.column().type()).map(v -> new Written(c, v)));
    }

    private static Arbitrary<?> values(Class<?> type) {
        if (type.isEnum()) {
            return Arbitraries.of(type.getEnumConstants());
        }
        return switch (type.getSimpleName()) {
            case "Long" ->
                Arbitraries.oneOf(
                        Arbitraries.longs(),
                        Arbitraries.of(0L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE));
            case "Double" -> doubles();
            case "Boolean" -> Arbitraries.of(true, false);
            case "String" -> texts();
            case "Instant" -> instants();
            case "JSON" -> texts().map(JSON::valueOf);
            case "UUID" ->
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
            case "byte[]" -> Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
            default -> throw new AssertionError("no values of " + type);
        };
    }

    private static Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(d -> !Double.isNaN(d)),
                Arbitraries.of(
                        Double.MIN_VALUE,
                        -Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.MIN_NORMAL,
                        0.0,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        1e15,
                        1e22,
                        0.1,
                        0x1p63));
    }

    /** Of all characters there are, NUL among them, but for halves of one. */
    private static Arbitrary<String> texts() {
        Arbitrary<Integer> characters = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7f),
                Arbitraries.integers().between(0, 0x10ffff).filter(c -> c < 0xd800 || c > 0xdfff),
                Arbitraries.of(0, (int) '"', (int) '\\', 0x7f, 0x2028, 0xfeff, 0xffff, 0x1f600));
        return characters.list().ofMaxSize(30).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::appendCodePoint);
            return text.toString();
        });
    }

    private static Arbitrary<Instant> instants() {
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        Arbitrary<Integer> nanos = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 999_999_999),
                Arbitraries.of(0, 1, 999, 1_000, 500_000_000, 999_999_999));
        Arbitrary<Long> seconds =
                Arbitraries.oneOf(Arbitraries.longs().between(first, last), Arbitraries.of(first, 0L, -1L, last));
        return Combinators.combine(seconds, nanos).as(Instant::ofEpochSecond);
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void update_anyValue_isReadBackByBothReaders(@ForAll("written") Written written) {
        Cell cell = written.cell();
        Table table = cell.table();
        Object row = table.rows().get(0);
        table.world().trial(() -> {
            update(table, row, cell.column(), written.value());
            for (Object repository : List.of(cell.packed(), cell.byColumn())) {
                Object found = ((Optional<?>) Reflection.notNull(
                                Reflection.call(repository, "find" + Table.by(table.key()), table.keyOf(row))))
                        .orElseThrow();
                assertSame(cell.column().of(found), expected(written.value()));
            }
            assertSame(plain(raw(table, row, cell.column())), plain(Params.stored(written.value())));
        });
    }

    private static void update(Table table, Object row, Column column, Object value) {
        Consumer<Object> change = draft -> column.set(draft, value);
        assertThat(table.get(
                        "update",
                        Stream.concat(Arrays.stream(table.keyOf(row)), Stream.of(change))
                                .toArray()))
                .isEqualTo(true);
    }

    /** The same past the repository. */
    private static @Nullable Object raw(Table table, Object row, Column column) {
        String where = String.join(
                " AND ", table.key().stream().map(c -> c.name() + " = ?").toList());
        Object[] key = Arrays.stream(table.keyOf(row)).map(Params::stored).toArray();
        return table.world().value("SELECT \"" + column.name() + "\" FROM " + table.name() + " WHERE " + where, key);
    }

    /** A microsecond is the finest that is kept. */
    private static Object expected(Object value) {
        return value instanceof Instant instant ? instant.truncatedTo(ChronoUnit.MICROS) : value;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    /** SQLite keeps no sign of a zero in a column of REAL, where whole numbers are kept as such. */
    private static void assertSame(@Nullable Object found, @Nullable Object expected) {
        boolean zeros = found instanceof Double a && expected instanceof Double b && a == 0.0 && b == 0.0;
        assertThat(zeros || Objects.deepEquals(found, expected))
                .as("%s, not %s", found, expected)
                .isTrue();
    }

    @Property(tries = 200)
    void update_notANumber_isRefused(@ForAll("reals") Cell cell) {
        Object row = cell.table().rows().get(0);
        DalException e =
                catchThrowableOfType(DalException.class, () -> update(cell.table(), row, cell.column(), Double.NaN));
        assertThat(e.kind()).isEqualTo(Kind.BAD_VALUE);
        assertThat(cell.table().rows()).containsExactly(row);
    }

    @Provide
    Arbitrary<Cell> reals() {
        return Arbitraries.of(cells).filter(c -> c.column().type() == Double.class);
    }

    @Property(tries = 100)
    void update_yearOfFiveDigitsOrBelowZero_isRefused(@ForAll("times") Cell cell, @ForAll boolean before) {
        Object row = cell.table().rows().get(0);
        Instant instant = before
                ? Instant.parse("0000-01-01T00:00:00Z").minusNanos(1)
                : Instant.parse("9999-12-31T23:59:59.999999999Z").plusNanos(1);
        DalException e =
                catchThrowableOfType(DalException.class, () -> update(cell.table(), row, cell.column(), instant));
        assertThat(e.kind()).isEqualTo(Kind.BAD_VALUE);
    }

    @Provide
    Arbitrary<Cell> times() {
        return Arbitraries.of(cells).filter(c -> c.column().type() == Instant.class);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void drafts_sameColumnsAndValues_areEqual(@ForAll("written") Written written, @ForAll("written") Written other) {
        Object draft = draft(written);
        assertThat(draft).isEqualTo(draft(written)).hasSameHashCodeAs(draft(written));
        assertThat(draft).isNotEqualTo(written.cell().table().newDraft());
        boolean same = written.cell().equals(other.cell()) && Objects.deepEquals(written.value(), other.value());
        assertThat(draft.equals(draft(other))).isEqualTo(same);
        assertThat(draft.toString()).startsWith(draft.getClass().getSimpleName() + "{");
    }

    private static Object draft(Written written) {
        Object draft = written.cell().table().newDraft();
        Object value = written.value() instanceof byte[] bytes ? bytes.clone() : written.value();
        written.cell().column().set(draft, value);
        return draft;
    }
}
