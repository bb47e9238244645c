package io.cornu.cli;

import io.cornu.runtime.Versions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: what is common to all subcommands, and their list. */
@Command(
        name = "cornu",
        description = "Keras for the JVM: trains networks that Python Keras opens, and opens those that it trained.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Cornu.VersionText.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:the command line is wrong"},
        footerHeading = "%nFirst arguments for the launcher:%n",
        footer = "  --gpu          use the NVIDIA GPU build of TensorFlow, as CORNU_GPU=1 does%n"
                + "Environment:%n"
                + "  CORNU_JAVA_OPTS  options for Java, such as -Xmx8g%n"
                + "  CORNU_DATA_DIR   where data sets lie",
        subcommands = {
            Train.class,
            Evaluate.class,
            Predict.class,
            Compare.class,
            Reproduce.class,
            Valley.class,
            Landscape.class,
            Inspect.class,
            Convert.class,
            Verify.class,
            Diff.class,
            Doctor.class
        })
final class Cornu implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the whole stack trace of an error.")
    private boolean debug;

    /** The parser with all subcommands and the way errors are shown. */
    static CommandLine commandLine() {
        Cornu cornu = new Cornu();
        Failures failures = new Failures(() -> cornu.debug);
        CommandLine root = new CommandLine(cornu);
        root.getSubcommands().values().forEach(Cornu::showGroupsFirst);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler(
                        (exception, commandLine, parsed) -> failures.failed(exception, commandLine));
    }

    /** What belongs to the command before what every command has. */
    private static void showGroupsFirst(CommandLine subcommand) {
        if (!subcommand.getCommandSpec().argGroups().isEmpty()) {
            subcommand
                    .getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                            help -> help.optionListGroupSections()
                                    + help.createHeading("%nGeneral:%n")
                                    + help.optionListExcludingGroups(help.commandSpec().options().stream()
                                            .filter(option -> option.group() == null)
                                            .toList()));
        }
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Versions versions = Versions.current();
            return new String[] {
                "cornu " + versions.cornu() + " (TensorFlow Java " + versions.tensorFlowJava() + ", Java "
                        + System.getProperty("java.version") + ")"
            };
        }
    }
}
