package io.cornu.cli;

import io.cornu.experiments.Report;
import io.cornu.experiments.SideBySide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu report}. */
@Command(
        name = "report",
        customSynopsis = "cornu report DIR... [--out DIR]",
        description = {
            "",
            "Puts the reports of several runs side by side: what was set differently, verdicts, tables and pictures.",
            ""
        },
        footerHeading = "%nExample:%n",
        footer = "  cornu report runs/sgd runs/adam --out runs/both")
final class ReportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with a report.json.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        Map<String, Report> reports = new LinkedHashMap<>();
        for (Path folder : folders) {
            reports.put(name(folder, reports), Report.read(folder));
        }
        ReportFolder target = ReportFolder.choose(output.out(), "report");
        Report report = SideBySide.of(ReportFolder.command(spec), reports);
        target.write(report, more -> {});
        LabOutput.print(
                report, target.directory(), output.json(), spec.commandLine().getOut());
        return 0;
    }

    /** The folder's own name, with a number where another run has it. */
    private static String name(Path folder, Map<String, Report> taken) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "run" : last.toString();
        String unique = name;
        for (int i = 2; taken.containsKey(unique); i++) {
            unique = name + " (" + i + ")";
        }
        return unique;
    }
}
