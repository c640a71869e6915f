package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs what docs/operations.md tells operators to run, from its beginning to its end. */
@ExtendWith(ShopExtension.class)
class OperationsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final Path SAMPLE = Path.of("..", "docs", "samples", "schedule.properties");
    private static final Pattern BLOCK = Pattern.compile("^ *```sh\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String CAIRN = "./cairn ";
    private static final String INTO = " > ";
    private static final Set<String> FILES = Set.of(
            "--out",
            "--db",
            "--repo",
            "--to",
            "--to-new",
            "--recipient",
            "--sign",
            "--identity",
            "--trust",
            "--config");

    /** The lines of the document that are for a shell. */
    static List<String> lines() {
        try {
            return BLOCK.matcher(Files.readString(DOCUMENT).replace("\r\n", "\n"))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .flatMap(String::lines)
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyCommand_endsWellInItsTurn(Shop shop) throws IOException {
        shop.done("migrate").withTwoCustomers();
        List<String> commands =
                lines().stream().filter(line -> line.startsWith(CAIRN)).toList();

        assertThat(commands).hasSizeGreaterThan(20);
        for (String command : commands) {
            if (command.contains("schedule.properties")) {
                Files.copy(SAMPLE, shop.folder().resolve("schedule.properties"));
            }
            Call call = run(shop, command);
            assertThat(call.exit()).as(command + "\n" + call).isZero();
        }
        assertThat(shop.texts("SELECT name FROM customers ORDER BY id")).containsExactly("Ada", "Grace");
    }

    /** As a shell in the folder of the shop would. */
    private static Call run(Shop shop, String line) throws IOException {
        int into = line.indexOf(INTO);
        String command = line.substring(CAIRN.length(), into < 0 ? line.length() : into);
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        for (int i = 1; i < words.size(); i++) {
            String option = words.get(i - 1);
            if (FILES.contains(option)) {
                words.set(i, shop.folder().resolve(words.get(i)).toString());
            } else if (option.equals("--migrations")) {
                words.set(i, shop.migrations().toString());
            }
        }
        Call call = shop.bare(words.toArray(String[]::new));
        if (into >= 0) {
            Files.writeString(shop.folder().resolve(line.substring(into + INTO.length())), call.out());
        }
        return call;
    }
}
