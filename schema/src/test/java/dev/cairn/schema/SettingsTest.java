package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Switches are safe by default, and read from properties and variables to the letter. */
@ExtendWith(FixtureExtension.class)
class SettingsTest {

    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    /** A row to lose, and a migration that loses it. */
    private static Fixture given(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id)").migrate().sql("INSERT INTO a VALUES (1)");
        return app.up("002_b", "DELETE FROM a");
    }

    @Test
    void defaults_areSafe(Fixture app) {
        app.refused(Kind.UNDECLARED_LOSS, given(app).migrator()::migrate);

        assertThat(app.migrator().restorePoints())
                .as("of a run that changed nothing")
                .isEmpty();
        app.at().allowDestructive(true).build().migrate();
        assertThat(app.migrator().restorePoints()).hasSize(1);
        assertThat(Settings.safe().validation()).isTrue();
        assertThat(Settings.safe().lockTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void properties_allSwitches_areRead(Fixture app) {
        Migrator migrator = given(app)
                .at()
                .properties(properties(
                        "cairn.migrate.restore-point", "off",
                        "cairn.migrate.validation", " False ",
                        "cairn.migrate.allow-destructive", "true",
                        "cairn.migrate.allow-out-of-order", "ON",
                        "cairn.migrate.allow-newer", "true",
                        "cairn.migrate.stepwise", "true",
                        "cairn.migrate.lock-timeout-millis", "50",
                        "cairn.migrate.as", "ada",
                        "cairn.backup.somewhere", "else",
                        "user.name", "bob"))
                .build();

        Report report = migrator.migrate();

        assertThat(report.restorePoint()).isEmpty();
        assertThat(migrator.status().applied().get(1).by()).isEqualTo("ada");
        app.up("003_c", "SELECT 1").up("004_d", "SELECT 1");
        assertThat(Migrator.at(app.file(), app.migrations())
                        .properties(properties("cairn.migrate.stepwise", "true"))
                        .build()
                        .plan(Target.end())
                        .steps())
                .extracting(Plan.Step::transaction)
                .containsExactly(1, 2);
    }

    @Test
    void environment_isReadLikeProperties(Fixture app) {
        Map<String, String> environment = Map.of(
                "CAIRN_MIGRATE_ALLOW_DESTRUCTIVE", "true",
                "CAIRN_MIGRATE_LOCK_TIMEOUT_MILLIS", "50",
                "CAIRN_MIGRATE_AS", "eve",
                "CAIRN_OTHER", "x",
                "PATH", "/bin");

        Migrator migrator = given(app).at().environment(environment).build();
        migrator.migrate();

        assertThat(migrator.status().applied().get(1).by()).isEqualTo("eve");
        assertThat(migrator.status().applied().get(1).consent()).isEqualTo("destructive");
    }

    @Test
    void environment_afterProperties_wins(Fixture app) {
        Migrator migrator = given(app)
                .at()
                .properties(properties("cairn.migrate.allow-destructive", "true"))
                .environment(Map.of("CAIRN_MIGRATE_ALLOW_DESTRUCTIVE", "off"))
                .build();

        app.refused(Kind.UNDECLARED_LOSS, migrator::migrate);
    }

    @ParameterizedTest
    @CsvSource({
        "restore-point, maybe, RESTORE_POINT",
        "validation, '', VALIDATION",
        "allow-destructive, 1, ALLOW_DESTRUCTIVE",
        "stepwise, yes, STEPWISE",
        "lock-timeout-millis, soon, LOCK_TIMEOUT_MILLIS",
        "lock-timeout-millis, -1, LOCK_TIMEOUT_MILLIS",
        "as, ' ', AS",
        "restorepoint, true, RESTOREPOINT",
        "allow-destructiv, true, ALLOW_DESTRUCTIV",
    })
    void settings_nameOrValueMeansNothing_areRefused(String name, String value, String variable, Fixture app) {
        Migrator.Builder builder = given(app).at();

        MigrationException refusal =
                app.refused(Kind.BAD_SETTING, () -> builder.properties(properties("cairn.migrate." + name, value)));

        assertThat(refusal).hasMessageStartingWith("A setting has a wrong value [setting=");
        assertThat(refusal.field("setting"))
                .hasValueSatisfying(s -> assertThat(name).startsWith(s.replaceFirst("cairn.migrate.", "")));
        assertThat(refusal.fields()).containsKeys("value", "problem");
        app.refused(Kind.BAD_SETTING, () -> builder.environment(Map.of("CAIRN_MIGRATE_" + variable, value)));
    }

    @Test
    void builder_wrongValues_areRefused(Fixture app) {
        Migrator.Builder builder = given(app).at();

        app.refused(Kind.BAD_SETTING, () -> builder.lockTimeout(Duration.ofMillis(-1)));
        app.refused(Kind.BAD_SETTING, () -> builder.as(""));
    }
}
