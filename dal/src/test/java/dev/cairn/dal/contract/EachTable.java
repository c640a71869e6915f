package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests that run for each table of each system, over rows that they leave as they are. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class EachTable {
    static final int ROWS = 60;

    private final List<World> worlds = new ArrayList<>();

    @BeforeAll
    void open() {
        worlds.addAll(World.all());
        worlds.forEach(w -> new Population(7).fill(w, ROWS));
    }

    @AfterAll
    void close() {
        worlds.forEach(World::close);
    }

    Stream<Table> tables() {
        return worlds.stream().flatMap(w -> w.tables().stream());
    }

    Table table(Bundled system, String name) {
        return worlds.stream()
                .filter(w -> w.system() == system)
                .findFirst()
                .orElseThrow()
                .table(name);
    }

    @AfterEach
    void nothingIsLent() {
        worlds.forEach(w -> assertThat(w.lent()).isZero());
    }
}
