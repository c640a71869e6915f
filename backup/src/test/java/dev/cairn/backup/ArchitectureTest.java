package dev.cairn.backup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.core.DB;

/** What this module promises about files and connections, for all its classes. */
class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cairn.backup");

    private static final Pattern OPENING = Pattern.compile(
            "FileChannel\\.open|Files\\.(read|write|new|copy|lines|move|create|delete|list|walk)(?!IfExists).*");

    /** Opening a live database or its -shm drops the locks of the process, so one class opens files, and it says so. */
    @Test
    void row30_files_areOpenedByOneClass() {
        noClasses()
                .that()
                .doNotHaveSimpleName("DurableFiles")
                .should()
                .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "opens, reads, writes or copies a file",
                        call -> OPENING.matcher(call.getTargetOwner().getSimpleName() + "." + call.getName())
                                .matches()))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FileInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FileOutputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomAccessFile.class)
                .check(MODULE);
    }

    /** Each room knows those before it, and the types of users. */
    @ParameterizedTest
    @CsvSource({"file, format store restore", "format, store restore", "store, restore"})
    void rooms_dependInOneDirection(String room, String unknownToIt) {
        noClasses()
                .that()
                .resideInAPackage("dev.cairn.backup." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(unknownToIt.split(" "))
                        .map(other -> "dev.cairn.backup." + other)
                        .toArray(String[]::new))
                .check(MODULE);
    }

    @Test
    void restoreOfTheDriver_isNeverCalled() {
        noClasses()
                .should()
                .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "DB.restore",
                        call -> call.getTargetOwner().isAssignableTo(DB.class)
                                && call.getName().equals("restore")))
                .check(MODULE);
    }

    @Test
    void classes_thatAreNotPublic_areFinal() {
        classes()
                .that()
                .areNotPublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(MODULE);
    }
}
