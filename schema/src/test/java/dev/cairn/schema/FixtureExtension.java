package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its {@link Fixture}; afterwards the database must be whole and every connection to it closed. */
final class FixtureExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(FixtureExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Fixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMESPACE).getOrComputeIfAbsent("fixture", key -> {
            try {
                return new Fixture(Files.createTempDirectory("cairn-schema-test-"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        Fixture fixture = test.getStore(NAMESPACE).get("fixture", Fixture.class);
        if (fixture == null) {
            return;
        }
        Path database = fixture.file();
        // The last connection to close removes it, so one that is there was left open.
        assertThat(database.resolveSibling(database.getFileName() + "-wal")).doesNotExist();
        boolean readable =
                Files.isRegularFile(database) && test.getTags().stream().noneMatch("damages-file"::equals);
        if (readable) {
            assertThat(fixture.texts("PRAGMA integrity_check")).containsExactly("ok");
        }
        Path folder = DurableFiles.directoryOf(database);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
