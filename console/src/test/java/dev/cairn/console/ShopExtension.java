package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its {@link Shop}; afterwards the database must be whole and every connection to it closed. */
final class ShopExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ShopExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Shop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        try {
            Shop shop = new Shop(Files.createTempDirectory("cairn-console-test-"));
            test.getStore(NAMESPACE).put("shop", shop);
            return shop;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        Shop shop = test.getStore(NAMESPACE).get("shop", Shop.class);
        if (shop == null) {
            return;
        }
        Path database = shop.database();
        // The last connection to close removes it, so one that is there was left open.
        assertThat(database.resolveSibling("shop.db-wal")).doesNotExist();
        if (Files.exists(database)) {
            assertThat(shop.texts("PRAGMA integrity_check")).containsExactly("ok");
        }
        try (Stream<Path> files = Files.walk(shop.folder())) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
