package dev.cairn.console;

import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** The {@code cairn} command line. */
@Command(
        name = "cairn",
        header = "SQLite databases: their migrations, health, upkeep and backups.",
        versionProvider = Versions.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What is printed is data; what is said about it goes to the error output.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:what was checked is not fine",
            "2:wrong usage",
            "3:refused or failed, nothing changed",
            "4:an operator is needed"
        },
        footer = {
            "  cairn migrate --db app.db --system pqs",
            "  cairn status --db app.db --migrations db/shop",
            "  cairn health --db app.db",
            "  cairn backup --db app.db --to copies",
            "  cairn rollback --help"
        })
public final class Cairn {
    private static final int OPTION_COLUMN = 29;

    private Cairn() {}

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] args) {
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        }
        Terminal terminal = Terminal.ofProcess();
        Interruption interruption = terminal.interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.arrive(terminal)));
        int code = run(terminal, args);
        terminal.end();
        interruption.ended(code);
        System.exit(code);
    }

    static int run(Terminal terminal, String... args) {
        try {
            return commandLine(terminal).execute(args);
        } catch (Error e) {
            return fail(terminal, e, args);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine cairn = new CommandLine(new Cairn());
        Stream.of(
                        new DemoCommand(terminal),
                        new MigrateCommand(terminal),
                        new StatusCommand(terminal),
                        new RollbackCommand(terminal),
                        new RestorePointsCommand(terminal),
                        new RehearseCommand(terminal),
                        new DriftCommand(terminal),
                        new LintCommand(terminal),
                        new BaselineCommand(terminal),
                        new HealthCommand(terminal),
                        new StatsCommand(terminal),
                        new OptimizeCommand(terminal),
                        new CheckpointCommand(terminal),
                        new KeygenCommand(terminal),
                        new BackupCommand(terminal),
                        new BackupsCommand(terminal),
                        new VerifyCommand(terminal),
                        new ProveCommand(terminal),
                        new RestoreCommand(terminal),
                        new PruneCommand(terminal),
                        new ScheduleCommand(terminal, Clock.systemUTC()))
                .forEach(cairn::addSubcommand);
        arrange(cairn);
        cairn.getSubcommands().values().forEach(Cairn::arrange);
        cairn.setOut(terminal.out());
        cairn.setErr(terminal.err());
        cairn.setColorScheme(Help.defaultColorScheme(terminal.outStyle() == Style.COLOURED ? Ansi.ON : Ansi.OFF));
        cairn.setParameterExceptionHandler((e, args) -> misused(terminal, e, args));
        cairn.setExecutionExceptionHandler(
                (e, command, parsed) -> fail(terminal, e, parsed.originalArgs().toArray(String[]::new)));
        return cairn;
    }

    /** Options in the order in which one thinks of them, and air between the parts of the help. */
    private static void arrange(CommandLine command) {
        command.setUsageHelpLongOptionsMaxWidth(OPTION_COLUMN);
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.sortOptions(false)
                .synopsisHeading("%nUsage: ")
                .descriptionHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExamples:%n");
    }

    private static int misused(Terminal terminal, ParameterException e, String[] args) {
        if (args.length == 0) {
            e.getCommandLine().usage(terminal.err());
            return Exit.USAGE.code();
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        say(terminal, Refusal.usage(String.valueOf(e.getMessage()), command), args);
        return Exit.USAGE.code();
    }

    static int fail(Terminal terminal, Throwable e, String[] args) {
        say(terminal, Refusal.of(e), args);
        if (terminal.environment().containsKey("CAIRN_TRACE")) {
            e.printStackTrace(terminal.err());
        }
        return Exit.of(e).code();
    }

    private static void say(Terminal terminal, Refusal refusal, String[] args) {
        if (Arrays.asList(args).contains("--json")) {
            Json.write(terminal.out(), new Documents.ErrorDocument(refusal));
        } else {
            refusal.print(terminal.err(), terminal.errStyle());
        }
    }
}
