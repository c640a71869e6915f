package dev.cairn.dal.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codegen.MigratedSQLiteDatabase;
import dev.cairn.codegen.NamingStrategy;
import dev.cairn.codegen.RepositoryGenerator;
import dev.cairn.dal.Database;
import dev.cairn.schema.Migrations;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Property;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fixtures of the generator become compiles, and does its work: {@code src/test/fixtures/NAME/Use.java}. */
class FixturesTest {
    private static final Path CODEGEN = Path.of("../codegen");
    private static final Path RESOURCES = CODEGEN.resolve("src/test/resources");
    private static final Path FIXTURES = RESOURCES.resolve("fixtures");
    private static final Path USES = Path.of("src/test/fixtures");

    static Stream<String> fixtures() throws IOException {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void generate_fixture_compilesAndWorks(String name, @TempDir Path directory) throws Exception {
        Path sources = directory.resolve("sources");
        generate(name, sources);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        compile(sources, USES.resolve(name).resolve("Use.java"), classes);

        URL[] urls = {classes.toUri().toURL(), RESOURCES.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, FixturesTest.class.getClassLoader())) {
            for (boolean packed : new boolean[] {true, false}) {
                try (Database db = Database.inMemory(Migrations.directory(FIXTURES.resolve(name)))) {
                    use(loader).accept(db.reading(packed));
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Consumer<Database> use(ClassLoader loader) throws ReflectiveOperationException {
        return (Consumer<Database>)
                loader.loadClass("org.example.Use").getDeclaredConstructor().newInstance();
    }

    private static void generate(String name, Path directory) throws Exception {
        Properties properties = new Properties();
        Path more = FIXTURES.resolve(name).resolve("codegen.properties");
        if (Files.exists(more)) {
            try (Reader in = Files.newBufferedReader(more)) {
                properties.load(in);
            }
        }
        properties.setProperty("migrations", "filesystem:src/test/resources/fixtures/" + name);
        var database = new org.jooq.meta.jaxb.Database().withName(MigratedSQLiteDatabase.class.getName());
        for (String key : properties.stringPropertyNames()) {
            database.withProperties(new Property().withKey(key).withValue(properties.getProperty(key)));
        }
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withBasedir(CODEGEN.toString())
                .withGenerator(new Generator()
                        .withName(RepositoryGenerator.class.getName())
                        .withStrategy(new Strategy().withName(NamingStrategy.class.getName()))
                        .withDatabase(database)
                        .withTarget(new Target()
                                .withPackageName("org.example")
                                .withDirectory(directory.toAbsolutePath().toString()))));
    }

    /** As strictly as javac can, since users build with their own rules. */
    private static void compile(Path sources, Path use, Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<Path> files = new ArrayList<>(List.of(use));
        try (Stream<Path> all = Files.walk(sources)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        List<String> options =
                new ArrayList<>(List.of("--release", "17", "-proc:none", "-Werror", "-d", classes.toString()));
        options.addAll(List.of("-Xlint:all,-path", "-Xdoclint:all,-missing", "-Xdoclint/package:org.example"));
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager =
                javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean compiled = javac.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }
}
