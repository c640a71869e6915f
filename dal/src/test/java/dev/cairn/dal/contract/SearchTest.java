package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.Found;
import dev.cairn.dal.ebf.Ebf;
import dev.cairn.dal.ebf.FilesRow;
import dev.cairn.dal.rpma.ClientsDraft;
import dev.cairn.dal.rpma.ClientsRow;
import dev.cairn.dal.rpma.Rpma;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    private final Database rpmaDatabase = Database.inMemory(Rpma.MIGRATIONS);
    private final Database ebfDatabase = Database.inMemory(Ebf.MIGRATIONS);
    private final Rpma rpma = new Rpma(rpmaDatabase);
    private final Ebf ebf = new Ebf(ebfDatabase);

    @AfterEach
    void close() {
        rpmaDatabase.close();
        ebfDatabase.close();
    }

    private ClientsRow client(String id, String name, String notes) {
        return rpma.clients().insertAndGet(new ClientsDraft().id(id).name(name).notes(notes));
    }

    private List<ClientsRow> clients(String query) {
        return rpma.clients().search(query, 10).stream().map(Found::row).toList();
    }

    @Test
    void search_severalMatches_bestFirstWithSnippet() {
        ClientsRow weak = client(
                "1",
                "Garage Dubois",
                "asked once about a windscreen, then about many other things of no interest here");
        ClientsRow strong = client("2", "Windscreen Windscreen", "windscreen");
        client("3", "Élodie", "nothing");

        List<Found<ClientsRow>> found = rpma.clients().search("windscreen", 10);

        assertThat(found).extracting(Found::row).containsExactly(strong, weak);
        assertThat(found).extracting(Found::rank).isSorted().allMatch(rank -> rank < 0);
        assertThat(found.get(0).snippet()).contains("[Windscreen] [Windscreen]");
        assertThat(found.get(1).snippet()).contains("[windscreen]");
        assertThat(rpma.clients().search("windscreen", 1)).hasSize(1);
        assertThat(rpma.clients().search("windscreen", 0)).isEmpty();
    }

    @Test
    void search_accentsPrefixesColumnsAndPhrases_areUnderstood() {
        ClientsRow elodie = client("1", "Élodie Martin", "calls \"every\" Monday");
        ClientsRow martin = client("2", "Martin Élodieux", "never");

        assertThat(clients("elodie")).containsExactly(elodie);
        assertThat(clients("elod*")).containsExactlyInAnyOrder(elodie, martin);
        assertThat(clients("notes:monday")).containsExactly(elodie);
        assertThat(clients("\"martin elodieux\"")).containsExactly(martin);
        assertThat(clients("martin NOT never")).containsExactly(elodie);
        assertThat(clients("absent")).isEmpty();
    }

    @Test
    void search_rowChangedOrDeleted_followsIt() {
        ClientsRow client = client("1", "Before", "text");
        assertThat(rpma.clients().update(client.id(), c -> c.name("After"))).isTrue();
        assertThat(clients("before")).isEmpty();
        assertThat(clients("after")).containsExactly(rpma.clients().get("1"));
        assertThat(rpma.clients().upsertById(new ClientsDraft().id("1").name("Again")))
                .isEqualTo(rpma.clients().get("1"));
        assertThat(clients("after")).isEmpty();
        assertThat(rpma.clients().delete("1")).isTrue();
        assertThat(clients("again")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "AND",
                "(",
                "a AND",
                "NEAR(",
                "NEAR(a b, x)",
                "secret:x",
                "*",
                ":",
                "a OR OR b",
                "{name",
                "-",
                "'",
                "a'b",
                "a + ",
                "@",
                "secret AND",
                ""
            })
    void search_malformedQuery_isATypedErrorWithoutTheQuery(String query) {
        client("1", "Somebody", "text");
        for (Runnable search :
                List.<Runnable>of(() -> clients(query), () -> ebf.files().search(query, 5))) {
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(search::run)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_SEARCH))
                    .satisfies(e -> ErrorTranslationTest.assertHidden(e, "secret"));
        }
        assertThat(clients("somebody")).hasSize(1);
    }

    @Test
    void search_partOfAFileName_findsTheFile() {
        UUID owner =
                ebf.clients().insert(c -> c.id(new UUID(1, 2)).name("owner").lastSeen("2024-01-01"));
        UUID id = new UUID(3, 4);
        ebf.files()
                .insert(f -> f.id(id)
                        .fileName("annual-report.pdf")
                        .pathName("/home/a/documents")
                        .clientId(owner));
        ebf.files()
                .insert(f -> f.id(new UUID(5, 6))
                        .fileName("photo.png")
                        .pathName("/home/a/pictures")
                        .clientId(owner));

        List<Found<FilesRow>> found = ebf.files().search("\"nual-rep\"", 5);

        assertThat(found)
                .singleElement()
                .satisfies(f -> assertThat(f.row()).isEqualTo(ebf.files().get(id)));
        assertThat(found.get(0).snippet()).contains("an[nual-rep]ort");
        assertThat(ebf.files().search("home", 5)).hasSize(2);
        assertThat(ebf.files().search("xyzzy", 5)).isEmpty();
    }
}
