package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.backup.Identity;
import dev.cairn.backup.RestoreState;
import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/cli.md against what the commands do: every help text, every field, every example. */
@ExtendWith(ShopExtension.class)
class DocumentationTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
    private static final Pattern FIELD = Pattern.compile("^\\| `([^`]+)` \\| .+ \\|$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("^```json\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cairn",
                "demo",
                "migrate",
                "status",
                "rollback",
                "restore-points",
                "rehearse",
                "drift",
                "lint",
                "baseline",
                "health",
                "stats",
                "optimize",
                "checkpoint",
                "keygen",
                "backup",
                "backups",
                "verify",
                "prove",
                "restore",
                "prune",
                "schedule"
            })
    void help_standsInTheDocument(String command, Shop shop) {
        Call help = command.equals("cairn") ? shop.bare("--help") : shop.bare(command, "--help");

        assertThat(section(command)).contains("```text\n" + help.out() + "```\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate",
                "status",
                "restore-points",
                "rehearse",
                "drift",
                "lint",
                "health",
                "stats",
                "optimize",
                "checkpoint",
                "keygen",
                "backup",
                "backup --to",
                "backups",
                "verify",
                "restore",
                "restore --dry-run",
                "restore --to-new",
                "restore --recover",
                "prune",
                "schedule",
                "errors"
            })
    void fields_areThoseOfTheExampleAndOfTheCommand(String section, Shop shop) throws Exception {
        SortedSet<String> told = told(section);
        Matcher example = EXAMPLE.matcher(section(section));

        assertThat(example.find()).isTrue();
        assertThat(paths(new JsonMapper().readTree(example.group(1)))).isEqualTo(told);
        assertThat(paths(rich(section, shop).json())).isEqualTo(told);
    }

    @Test
    void rollback_hasTheFieldsOfMigrate(Shop shop) {
        shop.done("migrate").withTwoCustomers().sql("INSERT INTO orders (customer_id) VALUES (1)");

        Call call = shop.call("rollback", "--steps", "1", "--allow-destructive", "--json");

        assertThat(paths(call.json())).isEqualTo(told("migrate"));
    }

    @Test
    void baseline_hasTheFieldsOfStatus(Shop shop) {
        shop.sql("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rank INTEGER)");

        JsonNode baseline = shop.call("baseline", "--to", "1", "--json").json();
        JsonNode status = shop.call("status", "--json").json();

        assertThat(baseline).isEqualTo(status);
    }

    @Test
    void prove_hasTheFieldsOfVerify(Shop shop) throws IOException {
        damaged(shop);

        assertThat(paths(shop.vault("prove", "--json").json())).isEqualTo(told("verify"));
    }

    private static void damaged(Shop shop) throws IOException {
        String id = shop.done("migrate").takenAgo(Duration.ZERO);
        Files.write(shop.repository().resolve("b").resolve(id).resolve("data.db.zst"), new byte[1]);
    }

    /** The same for the commands on backups. */
    private static Call richBackup(String section, Shop shop) throws Exception {
        String database = shop.database().toString();
        Path folder = shop.folder();
        switch (section) {
            case "keygen" -> {
                return shop.bare("keygen", "--out", folder.resolve("a.key").toString(), "--json");
            }
            case "verify" -> {
                damaged(shop);
                return shop.vault("verify", "--json");
            }
            case "restore --dry-run" -> {
                Identity identity = Identity.read(shop.keys("ada"));
                shop.done("migrate").backup("--recipient", identity.recipients().get(0));
                return shop.vault("restore", "--db", database, "--dry-run", "--json");
            }
            case "restore --recover" -> {
                RestoreCommandTest.dieAt(RestoreState.APPLIED, shop);
                return shop.bare("restore", "--recover", "--db", database, "--json");
            }
            default -> {
                shop.done("migrate").takenAgo(Duration.ofHours(1));
            }
        }
        return switch (section) {
            case "backup" -> shop.backup("--no-encryption", "--json");
            case "backup --to" -> shop.bare("backup", "--db", database, "--to", folder.toString(), "--json");
            case "restore" -> shop.vault("restore", "--db", database, "--json");
            case "restore --to-new" -> shop.vault("restore", "--to-new", folder.resolve("new.db"), "--json");
            case "prune" -> shop.vault("prune", "--keep-days", "1", "--json");
            case "schedule" -> {
                Path config = Files.writeString(
                        folder.resolve("schedule.properties"),
                        "database = shop.db\nrepository = backups\nschedule = @daily\nencryption = none\n");
                yield shop.bare("schedule", "--config", config.toString(), "--once", "--json");
            }
            default -> shop.vault(section, "--json");
        };
    }

    /** A call after which no list of the document is empty and nothing is null. */
    private static Call rich(String section, Shop shop) throws Exception {
        return switch (section) {
            case "migrate" ->
                shop.done("migrate").withTwoCustomers().losingRanks().call("migrate", "--allow-destructive", "--json");
            case "status" -> {
                shop.write("003_create_tags.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY);")
                        .write("003_create_tags.down.sql", "DROP TABLE tags;")
                        .done("migrate")
                        .done("rollback", "--steps", "1")
                        .write("004_wrong.sql", "SELECT nothing;");
                shop.call("migrate");
                shop.write("001_create_customers.sql", "CREATE TABLE customers (id INTEGER PRIMARY KEY);");
                yield shop.call("status", "--json");
            }
            case "restore-points" -> {
                shop.done("migrate").withTwoCustomers().losingRanks().done("migrate", "--allow-destructive");
                String id = shop.call("restore-points", "--json")
                        .json()
                        .at("/restorePoints/0/id")
                        .asText();
                yield shop.call("restore-points", "--use", id, "--json");
            }
            case "rehearse" -> {
                shop.done("migrate").withTwoCustomers().losingRanks();
                shop.write("003_drop_rank.down.sql", "ALTER TABLE customers ADD COLUMN rank TEXT;");
                yield shop.call("rehearse", "--allow-destructive", "--json");
            }
            case "drift" ->
                shop.done("migrate").sql("CREATE TABLE tags (id INTEGER)").call("drift", "--json");
            case "lint" -> shop.losingRanks().call("lint", "--json");
            case "health" ->
                shop.done("migrate")
                        .sql("INSERT INTO orders VALUES (1, 77)")
                        .bare("health", "--db", shop.database().toString(), "--integrity", "--json");
            case "stats", "optimize", "checkpoint" ->
                shop.done("migrate")
                        .withTwoCustomers()
                        .bare(section, "--db", shop.database().toString(), "--json");
            case "errors" -> shop.call("migrate", "--to", "9", "--json");
            default -> richBackup(section, shop);
        };
    }

    private static SortedSet<String> told(String section) {
        SortedSet<String> told = new TreeSet<>();
        FIELD.matcher(section(section)).results().forEach(field -> told.add(field.group(1)));
        return told;
    }

    /**
     * Where values stand in a document: {@code steps[].losses[].count}. What is in {@code fields} has no fixed names.
     */
    private static SortedSet<String> paths(JsonNode document) {
        SortedSet<String> paths = new TreeSet<>();
        collect("", document, paths);
        return paths;
    }

    private static void collect(String path, JsonNode node, SortedSet<String> paths) {
        if (node.isObject() && !path.endsWith("fields")) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                collect(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), paths);
            }
        } else if (node.isArray() && node.path(0).isObject()) {
            node.forEach(element -> collect(path + "[]", element, paths));
        } else {
            paths.add(path);
        }
    }

    /** The part of the document under a heading of the second order. */
    private static String section(String heading) {
        try {
            String document = Files.readString(DOCUMENT).replace("\r\n", "\n");
            Matcher section = Pattern.compile(
                            "^## " + Pattern.quote(heading) + "\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL)
                    .matcher(document);
            assertThat(section.find()).as("a section about " + heading).isTrue();
            return section.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
