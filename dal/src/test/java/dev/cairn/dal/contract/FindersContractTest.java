package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.contract.Finders.Group;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each finder against a scan of the rows. */
class FindersContractTest extends EachTable {

    @ParameterizedTest
    @MethodSource("tables")
    void forEach_andStream_giveEveryRowInTheOrderOfTheKey(Table table) {
        List<Object> rows = table.rows();
        assertThat(rows).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(table.get("count")).isEqualTo((long) rows.size());
        assertThat(table.world().value("SELECT count(*) FROM " + table.name())).isEqualTo(rows.size());
        assertThat(rows)
                .isSortedAccordingTo(
                        Finders.order(table, " order by " + keyNames(table)).orElseThrow());
        assertThat(streamed(table, "stream")).isEqualTo(rows);
    }

    private static String keyNames(Table table) {
        return String.join(", ", table.key().stream().map(Column::name).toList());
    }

    private static List<Object> streamed(Table table, String method, Object... arguments) {
        return table.world()
                .database()
                .read(() -> List.copyOf(stream(table, method, arguments).toList()));
    }

    private static Stream<?> stream(Table table, String method, Object... arguments) {
        return (Stream<?>) table.get(method, arguments);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void find_byEachUniqueKey_findsItsRowOnly(Table table) {
        List<Object> rows = table.rows();
        List<Finders> finders = Finders.of(table, "find");
        assertThat(finders).hasSizeGreaterThanOrEqualTo(table.uniques().size());
        for (Finders finder : finders) {
            for (Group group : finder.groups(rows)) {
                assertThat(group.rows()).as(finder.suffix()).hasSize(1);
                assertThat(table.get("find" + finder.suffix(), group.and()))
                        .isEqualTo(Optional.of(group.rows().get(0)));
            }
            assertThat(table.get("find" + finder.suffix(), absent(finder))).isEqualTo(Optional.empty());
        }
    }

    private static boolean isOneOfFew(Column column) {
        return column.type().isEnum()
                || column.type() == Boolean.class
                || !column.allowed().isEmpty();
    }

    private static Object[] absent(Finders finder) {
        return finder.columns().stream()
                .map(c -> c.type().isEnum() ? Population.value(c, 1) : Population.value(c, 9_999))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void list_eachIndexAndPrefix_findsWhatAScanFinds(Table table) {
        List<Object> rows = table.rows();
        for (Finders finder : Finders.of(table, "list")) {
            String suffix = finder.suffix();
            List<Group> groups = finder.groups(rows);
            assertThat(groups).as(suffix).isNotEmpty();
            for (Group group : groups) {
                List<Object> found = new ArrayList<>();
                Consumer<Object> sink = found::add;
                table.call("forEach" + suffix, group.and(sink));
                assertThat(found).as(suffix).containsExactlyInAnyOrderElementsOf(group.rows());
                finder.order("ALL").ifPresent(o -> assertThat(found).isSortedAccordingTo(o));
                for (int limit : new int[] {0, 1, 3, ROWS}) {
                    List<Object> first = found.subList(0, Math.min(limit, found.size()));
                    assertThat(table.list("list" + suffix, group.and(limit))).isEqualTo(first);
                }
                assertThat(streamed(table, "stream" + suffix, group.and())).isEqualTo(found);
            }
            if (finder.columns().stream().noneMatch(FindersContractTest::isOneOfFew)) {
                assertThat(table.list("list" + suffix, new Group(List.of(absent(finder)), List.of()).and(9)))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void count_eachIndexAndPrefix_countsWhatAScanFinds(Table table) {
        List<Object> rows = table.rows();
        for (Finders finder : Finders.of(table, "count")) {
            for (Group group : finder.groups(rows)) {
                assertThat(table.get("count" + finder.suffix(), group.and()))
                        .as(finder.suffix())
                        .isEqualTo((long) group.rows().size());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void stream_scopeHasEnded_isClosed(Table table) {
        Stream<?> whole = table.world().database().read(() -> {
            Stream<?> begun = stream(table, "stream");
            assertThat(table.world().lent()).isOne();
            return begun;
        });
        assertThat(table.world().lent()).isZero();
        assertMisuse(() -> whole.forEach(r -> {}));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void stream_leftHalfRead_isClosedByTheEndOfTheScope(Table table) {
        table.world().database().read(() -> {
            assertThat(stream(table, "stream").limit(2).toList()).hasSize(2);
            stream(table, "stream").close();
            assertThat(table.world().lent()).isOne();
        });
        assertThat(table.world().lent()).isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void stream_outsideAnyScope_isRefused(Table table) {
        List<Finders> finders = Finders.of(table, "stream");
        assertMisuse(() -> table.call("stream"));
        finders.forEach(f -> assertMisuse(() -> table.call("stream" + f.suffix(), absent(f))));
    }

    private static void assertMisuse(ThrowingCallable call) {
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISUSE));
    }

    @Test
    void list_descendingIndex_givesTheLastFirst() {
        Table activities = table(Bundled.PQS, "user_activities");
        List<Object> rows = activities.rows();
        Finders byUser = Finders.of(activities, "list").stream()
                .filter(f -> f.suffix().equals("ByUserIdOrderByCreatedAtDesc"))
                .findFirst()
                .orElseThrow();
        Object[] most = byUser.groups(rows).get(0).and(ROWS);
        List<Instant> times = activities.list("listByUserIdOrderByCreatedAtDesc", most).stream()
                .map(r -> activities.column("created_at").of(r))
                .flatMap(Stream::ofNullable)
                .map(Instant.class::cast)
                .toList();
        assertThat(times).hasSizeGreaterThan(3).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void finders_ofAllTables_areAsManyAsTheIndexesGive() {
        assertThat(tables().flatMap(t -> Finders.of(t, "list").stream())).hasSizeGreaterThan(120);
        assertThat(tables().flatMap(t -> Finders.of(t, "page").stream())).hasSizeGreaterThan(100);
    }
}
