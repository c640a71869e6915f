package dev.cairn.schema;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Opening a live database or its -shm drops the locks of the process, so those that open files are few and known. */
class FileAccessTest {
    /** They read and write migrations, the audit log and restore points, none of which is a live database. */
    private static final Set<String> ALLOWED = Set.of("MigrationFiles", "AuditLog", "DurableFiles");

    private static final Pattern OPENING =
            Pattern.compile("FileChannel\\.open|Files\\.(read(?!Attributes)|write|new|copy|lines).*");

    @Test
    void files_areOpenedByTheClassesAllowedTo() {
        noClasses()
                .that(DescribedPredicate.describe(
                        "are not allowed to", (JavaClass c) -> !ALLOWED.contains(c.getSimpleName())))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "opens, reads, writes or copies a file",
                        (JavaCall<?> call) -> OPENING.matcher(
                                        call.getTargetOwner().getSimpleName() + "." + call.getName())
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
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.cairn.schema"));
    }
}
