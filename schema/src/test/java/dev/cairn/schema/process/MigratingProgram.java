package dev.cairn.schema.process;

import dev.cairn.schema.MigrationException;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Progress;
import dev.cairn.schema.RestorePoint;
import dev.cairn.schema.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Does one thing with a {@link Migrator} when told to go: {@code OPERATION DATABASE SOURCE}. */
final class MigratingProgram {
    static final String CLASSPATH = "classpath:";
    static final int REFUSED = 3;

    /** What it can do. */
    enum Operation {
        MIGRATE,
        STEPWISE,
        ROLLBACK,
        RESTORE,
        REHEARSE;

        private int run(Migrator migrator) {
            return switch (this) {
                case MIGRATE, STEPWISE -> migrator.migrate().steps().size();
                case ROLLBACK -> migrator.rollback(Target.to(1)).steps().size();
                case RESTORE -> {
                    List<RestorePoint> points = migrator.restorePoints();
                    migrator.rollback(points.get(points.size() - 1));
                    yield 1;
                }
                case REHEARSE -> migrator.rehearse().up().size();
            };
        }
    }

    private MigratingProgram() {}

    public static void main(String[] args) throws IOException, SQLException {
        Operation operation = Operation.valueOf(args[0]);
        Migrator migrator = Migrator.at(Path.of(args[1]), source(args[2]))
                .stepwise(operation == Operation.STEPWISE)
                .allowDestructive(operation == Operation.ROLLBACK || operation == Operation.RESTORE)
                .as("process " + ProcessHandle.current().pid())
                .progress(MigratingProgram::say)
                .build();
        DriverManager.getConnection("jdbc:sqlite::memory:").close();
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        System.out.println("begins");
        try {
            System.out.println("done " + operation.run(migrator));
        } catch (MigrationException e) {
            System.out.println("refused " + e.kind());
            System.out.println(e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static void say(Progress progress) {
        System.out.println("phase " + progress.phase() + " " + progress.migration());
    }

    private static Migrations source(String source) {
        return source.startsWith(CLASSPATH)
                ? Migrations.classpath(source.substring(CLASSPATH.length()))
                : Migrations.directory(Path.of(source));
    }
}
