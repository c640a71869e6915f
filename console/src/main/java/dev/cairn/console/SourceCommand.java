package dev.cairn.console;

import dev.cairn.schema.Migrations;
import picocli.CommandLine.Mixin;

/** A command on migrations. */
abstract class SourceCommand extends CairnCommand {
    @Mixin
    private SourceOptions source = new SourceOptions();

    SourceCommand(Terminal terminal) {
        super(terminal);
    }

    abstract Answer run(Migrations migrations);

    @Override
    final Answer run() {
        return run(source.migrations());
    }
}
