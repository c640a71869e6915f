package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.DocumentsRow;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.tables.UsersTable;
import dev.cairn.dal.spi.Times;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Times are UTC in the database, wherever the process believes to be. */
class TimesProperties {
    private static final UsersTable USERS = UsersTable.USERS;

    private final TimeZone zone = TimeZone.getDefault();

    /** A zone, and a time that is odd there. */
    record Odd(ZoneId zone, Instant instant) {}

    @AfterTry
    void reset() {
        TimeZone.setDefault(zone);
    }

    /**
     * Around the nights when clocks change: the instant itself, and the one whose UTC text no clock there ever showed.
     */
    @Provide
    Arbitrary<Odd> odd() {
        Arbitrary<ZoneId> zones = Arbitraries.of("America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
                .map(ZoneId::of);
        Arbitrary<Instant> from = Arbitraries.longs().between(0, 1_900_000_000L).map(Instant::ofEpochSecond);
        Arbitrary<Long> micros = Arbitraries.longs().between(-3_700_000_000L, 3_700_000_000L);
        return Combinators.combine(zones, from, micros, Arbitraries.of(true, false))
                .as((zone, start, beside, gap) -> {
                    ZoneOffsetTransition change = zone.getRules().nextTransition(start);
                    Instant at = gap ? change.getDateTimeBefore().toInstant(ZoneOffset.UTC) : change.getInstant();
                    return new Odd(zone, at.plus(beside, ChronoUnit.MICROS));
                });
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void instant_aroundAChangeOfClocks_isWrittenAsUtcAndReadBack(@ForAll("odd") Odd odd) {
        TimeZone.setDefault(TimeZone.getTimeZone(odd.zone()));
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            long id = new Pqs(db).users().insert(user().createdAt(odd.instant()));

            assertThat(text(db, "SELECT created_at FROM users")).isEqualTo(utc(odd.instant()));
            for (boolean packed : new boolean[] {true, false}) {
                assertThat(new Pqs(db.reading(packed)).users().get(id).createdAt())
                        .isEqualTo(odd.instant());
            }
            DSLContext dsl = db.dsl();
            assertThat(dsl.select(USERS.CREATED_AT).from(USERS).fetchOne(USERS.CREATED_AT))
                    .isEqualTo(odd.instant());
            assertThat(dsl.fetchCount(USERS, USERS.CREATED_AT.eq(odd.instant())))
                    .isOne();
            assertThat(dsl.fetchCount(USERS, USERS.CREATED_AT.eq(DSL.inline(odd.instant(), USERS.CREATED_AT))))
                    .isOne();
        }
    }

    @Property(tries = 9, edgeCases = EdgeCasesMode.NONE)
    void instant_ofTheDatabasesOwnClock_isEqualToTheSameWrittenByUs(@ForAll("odd") Odd odd) {
        TimeZone.setDefault(TimeZone.getTimeZone(odd.zone()));
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            long ada = pqs.users().insert(user());
            Instant now = Objects.requireNonNull(pqs.users().get(ada).createdAt());
            assertThat(now).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(text(db, "SELECT created_at FROM users")).isEqualTo(utc(now));

            DocumentsRow theirs = pqs.documents()
                    .insertAndGet(d -> d.title("t")
                            .section(100L)
                            .documentNumber(1L)
                            .content("c")
                            .contentHash("h")
                            .createdBy(ada));
            Instant updated = Objects.requireNonNull(theirs.updatedAt());
            DocumentsRow ours = pqs.documents()
                    .insertAndGet(d -> d.title("t")
                            .section(100L)
                            .documentNumber(2L)
                            .content("c")
                            .contentHash("h")
                            .createdBy(ada)
                            .updatedAt(updated));
            assertThat(pqs.documents().listByUpdatedAt(updated, 9)).containsExactly(theirs, ours);
        }
    }

    private static UsersDraft user() {
        return new UsersDraft().username("ada").email("a@b").passwordHash("x").fullName("Ada");
    }

    private static String text(Database db, String sql) {
        return db.dsl().connectionResult(c -> {
            try (var statement = c.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getString(1) : "nothing";
            }
        });
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void parse_oneCharacterIsAnother_isWhatTheJdkReads(
            @ForAll @IntRange(max = 25) int at, @ForAll @Chars({'x', '/', ':', '0', '3', '9', ' ', '"'}) char other) {
        StringBuilder text = new StringBuilder("2024-02-29 12:34:56.789012").delete(at < 19 ? 19 : 26, 26);
        text.setCharAt(at, other);
        assertThat(Times.parse(text.toString())).isEqualTo(byJdk(text.toString().replaceFirst(" ", "T")));
    }

    /** In the array of the packed row, {@code "2024-01-01","abcdef"} has a quote where a longer time would end. */
    @Example
    void instant_shorterThanMost_endsAtItsOwnQuote() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            long id = new Pqs(db).users().insert(user().avatarMime("abcdef"));
            db.write(() -> db.dsl().execute("update users set avatar_updated_at = '2024-01-01'"));
            for (boolean packed : new boolean[] {true, false}) {
                assertThat(new Pqs(db.reading(packed)).users().get(id).avatarUpdatedAt())
                        .isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
            }
        }
    }

    private static @Nullable Instant byJdk(String iso) {
        try {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Written anew here, without any formatter. */
    private static String utc(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        int micros = time.getNano() / 1_000;
        String fraction = micros == 0 ? "" : ("." + "%06d".formatted(micros)).replaceFirst("0+$", "");
        return "%04d-%02d-%02d %02d:%02d:%02d"
                        .formatted(
                                time.getYear(),
                                time.getMonthValue(),
                                time.getDayOfMonth(),
                                time.getHour(),
                                time.getMinute(),
                                time.getSecond())
                + fraction;
    }
}
