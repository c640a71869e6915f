package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How SQLite means to run each statement of the repositories: by an index, and without a sort. */
class PlansTest {
    private static final int ROWS = 300;
    private static final String GROWN =
            "UPDATE sqlite_stat1 SET stat = CAST(stat AS INTEGER) * 1000 || substr(stat, instr(stat, ' '))";
    private static final Pattern SLOW = Pattern.compile("^SCAN |USE TEMP B-TREE|AUTOMATIC ");

    /** What SQLite may know of the rows when it chooses. */
    private enum Known {
        EMPTY,
        SKEWED,
        LARGE
    }

    @Test
    void plans_ofEveryStatement_haveNoScanAndNoSortButThoseListed() throws IOException {
        Map<Pattern, String> allowed = allowed();
        Set<String> used = new LinkedHashSet<>();
        List<String> refused = new ArrayList<>();
        int statements = 0;
        for (Bundled system : Bundled.values()) {
            Set<String> seen = statements(system);
            statements += seen.size();
            for (Known known : Known.values()) {
                try (World world = world(system, known)) {
                    seen.forEach(sql -> slow(world, sql).forEach(plan -> {
                        String step = known + ": " + sql + " => " + plan;
                        List<String> by = allowed.keySet().stream()
                                .filter(p -> p.matcher(step).matches())
                                .map(Pattern::pattern)
                                .toList();
                        used.addAll(by);
                        if (by.isEmpty()) {
                            refused.add(system + ", " + step);
                        }
                    }));
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(allowed.keySet()).as("entries without a statement").allMatch(p -> used.contains(p.pattern()));
        assertThat(statements).isGreaterThan(2_000);
    }

    private static Set<String> statements(Bundled system) {
        Set<String> seen = new LinkedHashSet<>();
        try (World world = new World(system)) {
            for (Table table : world.tables()) {
                new EveryCall(table, true, seen).make();
                new EveryCall(table, false, seen).make();
                EveryCall.paging(table).forEach(seen::add);
            }
        }
        return seen;
    }

    private static World world(Bundled system, Known known) {
        World world = new World(system);
        if (known != Known.EMPTY) {
            new Population(11).fill(world, ROWS);
            world.sql("ANALYZE");
        }
        if (known == Known.LARGE) {
            world.sql("DELETE FROM sqlite_stat4");
            world.sql(GROWN);
            world.sql("ANALYZE sqlite_schema");
        }
        return world;
    }

    private static List<String> slow(World world, String sql) {
        return world.query("EXPLAIN QUERY PLAN " + sql).stream()
                .map(r -> String.valueOf(r.get(3)))
                .filter(p -> SLOW.matcher(p).find())
                .toList();
    }

    /** Each line a pattern over {@code what is known: statement => step of its plan}, and the reason. */
    private static Map<Pattern, String> allowed() throws IOException {
        Map<Pattern, String> allowed = new LinkedHashMap<>();
        try (InputStream file = Reflection.notNull(PlansTest.class.getResourceAsStream("/plans-allowed.txt"))) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split(" {2,}because ", 2);
                    assertThat(parts).as(line).hasSize(2);
                    allowed.put(Pattern.compile(parts[0].strip()), parts[1]);
                }
            }
        }
        return allowed;
    }
}
