package dev.cairn.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the layout, checked here because the console sees every library. */
final class ArchitectureTest {
    private static final JavaClasses CAIRN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cairn");

    /** The arrows: schema &lt;- codegen; schema &lt;- dal &lt;- backup &lt;- console; codegen &lt;- console. */
    @ParameterizedTest
    @CsvSource({
        "schema,  codegen dal backup console",
        "codegen, dal backup console",
        "dal,     codegen backup console",
        "backup,  codegen console"
    })
    void modules_followTheArrows(String module, String unknownToIt) {
        noClasses()
                .that()
                .resideInAPackage(packageOf(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(unknownToIt.split(" "))
                        .map(ArchitectureTest::packageOf)
                        .toArray(String[]::new))
                .check(CAIRN);
    }

    @Test
    void runtime_neverSeesASystem() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.cairn.dal",
                        "dev.cairn.dal.spi..",
                        "dev.cairn.dal.session..",
                        "dev.cairn.dal.statement..",
                        "dev.cairn.dal.write..",
                        "dev.cairn.dal.insight..",
                        "dev.cairn.dal.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of("pqs", "ebf", "hive", "rpma")
                        .map(system -> packageOf("dal." + system))
                        .toArray(String[]::new))
                .check(CAIRN);
    }

    @Test
    void libraries_neverTouchStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("console"))
                .should(ACCESS_STANDARD_STREAMS)
                .check(CAIRN);
    }

    @Test
    void libraries_logThroughSlf4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("console"))
                // which has to name a logger of the JDK's, and refuses to give one
                .and()
                .areNotAssignableTo(DataSource.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CAIRN);
    }

    @Test
    void publicTypes_areNamedForWhatTheyAre() {
        noClasses()
                .that()
                .arePublic()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .check(CAIRN);
    }

    private static String packageOf(String module) {
        return "dev.cairn." + module + "..";
    }
}
