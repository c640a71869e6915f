package dev.cairn.dal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.pqs.DocumentStatus;
import dev.cairn.dal.pqs.DocumentsDraft;
import dev.cairn.dal.pqs.DocumentsRow;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.tables.UsersTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PqsTest {

    private static UsersDraft ada() {
        return new UsersDraft()
                .username("ada")
                .email("ada@example.org")
                .passwordHash("x")
                .fullName("Ada Lovelace");
    }

    @Test
    void insert_requiredColumnsOnly_defaultsHold() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            long id = pqs.users().insert(ada());

            var row = pqs.users().get(id);
            assertThat(row.role()).isEqualTo(UserRole.VISITOR);
            assertThat(row.isActive()).isTrue();
            assertThat(row.createdAt())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(pqs.users().findByUsername("ada")).contains(row);
            assertThat(pqs.users().findByUsername("bob")).isEmpty();
            assertThat(pqs.users().listByRole(UserRole.VISITOR, 10)).containsExactly(row);
            assertThat(pqs.users().upsertByUsername(ada().rank("Countess")).rank())
                    .isEqualTo("Countess");
            assertThat(pqs.users().count()).isEqualTo(1);
        }
    }

    @Test
    void insert_requiredMissing_isRefusedBeforeAnySql() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> pqs.users().insert(u -> u.username("ada")))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_NULL))
                    .satisfies(e -> assertThat(e.field("column")).contains("email"));
        }
    }

    @Test
    void page_bothWays_visitsEachRowOnce() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            long ada = pqs.users().insert(ada());
            for (int i = 0; i < 23; i++) {
                int n = i;
                pqs.documents()
                        .insert(d -> d.title("t" + n)
                                .section(100L)
                                .documentNumber((long) n)
                                .content("c")
                                .contentHash("h")
                                .status(n % 3 == 0 ? DocumentStatus.REVIEW : DocumentStatus.DRAFT)
                                .createdBy(ada));
            }
            for (int size = 1; size <= 7; size++) {
                List<Long> ids = new ArrayList<>();
                Optional<Cursor> at = Optional.of(Cursor.first(size));
                while (at.isPresent()) {
                    Slice<DocumentsRow> slice = pqs.documents()
                            .pageBySectionOrderByStatus(
                                    100, Cursor.parse(at.get().toString()));
                    slice.rows().forEach(r -> ids.add(r.id()));
                    at = slice.next();
                }
                assertThat(ids).hasSize(23).doesNotHaveDuplicates();
                List<Long> back = new ArrayList<>();
                at = Optional.of(Cursor.last(size));
                while (at.isPresent()) {
                    Slice<DocumentsRow> slice = pqs.documents().pageBySectionOrderByStatus(100, at.get());
                    slice.rows().forEach(r -> back.add(r.id()));
                    at = slice.previous();
                }
                assertThat(back).containsExactlyInAnyOrderElementsOf(ids);
            }
        }
    }

    @Test
    void dsl_readsTypedColumns() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            pqs.users().insert(ada());
            var record = db.dsl()
                    .selectFrom(UsersTable.USERS)
                    .where(UsersTable.USERS.ROLE.eq(UserRole.VISITOR))
                    .fetchOne();
            assertThat(record).isNotNull();
            assertThat(record.getCreatedAt()).isNotNull();
        }
    }

    @Test
    void update_staleVersion_isRefused() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            long ada = pqs.users().insert(ada());
            long id = pqs.documents()
                    .insert(d -> d.title("t")
                            .section(100L)
                            .documentNumber(1L)
                            .content("c")
                            .contentHash("h")
                            .createdBy(ada));
            pqs.documents().update(id, 1, d -> d.title("u"));
            assertThat(pqs.documents().get(id).version()).isEqualTo(2);
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> pqs.documents().update(id, 1, d -> d.title("v")))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.STALE));
            assertThat(pqs.documents().delete(id)).isTrue();
            assertThat(pqs.documents().delete(id)).isFalse();
        }
    }

    @Test
    void draft_valueOutsideItsRange_isRefused() {
        DocumentsDraft draft = new DocumentsDraft().section(399);
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> draft.section(400))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_VALUE))
                .withMessageContaining("100 to 399");
    }

    @Test
    void insert_halfACharacter_isRefused() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            for (String text : List.of("a\uD800b", "\uDC00", "\uD83D")) {
                assertThatExceptionOfType(DalException.class)
                        .isThrownBy(() -> pqs.users().insert(ada().rank(text)))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_VALUE));
            }
            long id = pqs.users().insert(ada().rank("\uD83D\uDE00"));
            assertThat(pqs.users().get(id).rank()).isEqualTo("\uD83D\uDE00");
        }
    }

    @Test
    void open_optionsOfTheSystem_areThoseOfTheConnection(@TempDir Path folder) {
        try (Database db = Database.open(folder.resolve("pqs.db"), Pqs.MIGRATIONS, Pqs.OPTIONS.mmapBytes(1L << 20))) {
            assertThat(db.dsl().fetchValue("PRAGMA cache_size")).isEqualTo(-40_000);
            assertThat(db.dsl().fetchValue("PRAGMA mmap_size")).isEqualTo(1 << 20);
            assertThat(db.dsl().fetchValue("PRAGMA busy_timeout")).isEqualTo(50);
            assertThat(db.dsl().fetchValue("PRAGMA foreign_keys")).isEqualTo(1);
            assertThat(db.dsl().fetchValue("PRAGMA journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void list_negativeLimit_isRefused() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> pqs.users().listByRole(UserRole.USER, -1))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISUSE));
        }
    }

    @Test
    void call_afterClose_isRefused() {
        Database db = Database.inMemory(Pqs.MIGRATIONS);
        Pqs pqs = new Pqs(db);
        db.close();
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> pqs.users().count())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
        db.close();
    }
}
