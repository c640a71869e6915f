package dev.cairn.schema;

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
        return test.getStore(NAMESPACE).getOrComputeIfAbsent("fixture", key -> Fixture.temporary());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Fixture fixture = test.getStore(NAMESPACE).get("fixture", Fixture.class);
        if (fixture != null) {
            fixture.close(!test.getTags().contains("damages-file"));
        }
    }
}
