package dev.cairn.codegen;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Property;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/** Runs the generator as a build does, but in this process. */
final class Generation {
    static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    static final String PACKAGE = "org.example";

    private final Properties properties = new Properties();
    private String basedir = "";

    private Generation() {}

    static Generation of(String migrations) {
        return new Generation().with("migrations", migrations);
    }

    /** A folder of migrations, and what its codegen.properties say. */
    static Generation ofFixture(String name) {
        Generation generation = of("classpath:fixtures/" + name);
        Path file = FIXTURES.resolve(name).resolve("codegen.properties");
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                generation.properties.load(in);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return generation;
    }

    static Stream<String> fixtures() throws IOException {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    Generation with(String property, String value) {
        properties.setProperty(property, value);
        return this;
    }

    Generation basedir(Path folder) {
        basedir = folder.toString();
        return this;
    }

    /** Every file that comes out, by its path below the package. */
    Map<String, String> into(Path directory) throws Exception {
        Database database = new Database().withName(MigratedSQLiteDatabase.class.getName());
        properties.forEach((key, value) ->
                database.withProperties(new Property().withKey(key.toString()).withValue(value.toString())));
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withBasedir(basedir.isEmpty() ? null : basedir)
                .withGenerator(new Generator()
                        .withName(RepositoryGenerator.class.getName())
                        .withStrategy(new Strategy().withName(NamingStrategy.class.getName()))
                        .withDatabase(database)
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(directory.toString()))));
        return read(directory);
    }

    /** Every file below the package in a directory that was generated into. */
    static Map<String, String> read(Path directory) throws IOException {
        Path folder = directory.resolve(PACKAGE.replace('.', '/'));
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.put(name, Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
