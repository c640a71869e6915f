package dev.cairn.codegen;

import java.io.File;
import java.util.Locale;
import org.jooq.DataType;
import org.jooq.SQLDialect;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.SQLDataType;
import org.jooq.meta.Database;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;

/**
 * For jOOQ's code generator: jOOQ's own tables and records, and beside them rows, drafts, repositories, the enums of
 * columns and one facade for all of them. The same migrations give the same bytes, in any locale, zone and encoding.
 * Not thread-safe.
 */
public class RepositoryGenerator extends JavaGenerator {

    /** Made by jOOQ from its name. */
    public RepositoryGenerator() {}

    @Override
    public void generate(Database database) {
        // jOOQ upper-cases type names in the default locale, where an i may get a dot.
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            register("BIGINT", SQLDataType.BIGINT);
            ((MigratedSQLiteDatabase) database).targetPackage(getStrategy().getTargetPackage());
            super.generate(database);
        } finally {
            Locale.setDefault(before);
        }
    }

    /** jOOQ finds a type by its upper-case name, as that was in the locale of the type's first use. */
    private static void register(String name, DataType<?> type) {
        // Its constructor puts it where jOOQ looks.
        new DefaultDataType<>(SQLDialect.SQLITE, type, name);
    }

    @Override
    public boolean generateDaos() {
        return true;
    }

    @Override
    public boolean generateImplicitJoinPathsToMany() {
        return false;
    }

    @Override
    protected void generateDaos(SchemaDefinition schema) {
        MigratedSQLiteDatabase database = (MigratedSQLiteDatabase) schema.getDatabase();
        String packageName = getStrategy().getTargetPackage();
        Model model = database.model();
        Config config = database.config();
        RowWriter rows = new RowWriter(packageName, config);
        FacadeWriter facade = new FacadeWriter(packageName, config);
        for (Model.Table table : model.tables()) {
            write(table.javaName() + "Row", rows.row(table));
            if (!table.view()) {
                write(table.javaName() + "Draft", rows.draft(table));
            }
            write(table.javaName() + "Repository", new RepositoryWriter(packageName, table).write());
        }
        config.enums().forEach((name, texts) -> write(name, facade.constants(name, texts)));
        write(config.facade(), facade.facade(model));
    }

    /** In one piece, since jOOQ's writer indents and wraps what it is given in parts. */
    private void write(String className, String text) {
        File folder = new File(
                getStrategy().getTargetDirectory(),
                getStrategy().getTargetPackage().replace('.', '/'));
        JavaWriter out = newJavaWriter(new File(folder, className + ".java"));
        out.print("// Generated from migrations: what is changed here is lost.\n" + text);
        closeJavaWriter(out);
    }

    @Override
    protected void generateDao(TableDefinition table) {
        // Repositories take their place.
    }
}
