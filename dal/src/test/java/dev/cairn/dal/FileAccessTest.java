package dev.cairn.dal;

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
    /** Of them one reads what the process has mapped, and the others make databases for tests. */
    private static final Set<String> ALLOWED = Set.of("NativeCopies", "Template", "Folder");

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
                        .importPackages("dev.cairn.dal"));
    }
}
