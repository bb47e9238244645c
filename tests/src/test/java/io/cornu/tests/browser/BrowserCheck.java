package io.cornu.tests.browser;

import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.models.data.DataDirectory;
import io.cornu.models.experiments.ExperimentCatalog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens reports in a headless browser, narrow and wide, light and dark: {@code tests/browser-check [--pictures DIR]
 * [REPORT.html...]}. Tells of requests, console errors, pages wider than the window, pictures that do not load or say
 * nothing to those who cannot see them, tables without headers, and text that is faint.
 */
public final class BrowserCheck {
    private static final String PICTURES = "--pictures";
    private static final int FINDINGS = 1;
    private static final int REFUSED = 2;

    /** What it is tried with if no report is given: tables and pictures, and nothing to train. */
    private static final String EXPERIMENT = "deep-schedules";

    private static final int MOST_SHOWN = 20;

    private BrowserCheck() {}

    /**
     * Checks reports and ends with 0 if all are right, 1 if not, and 2 if it could not look.
     *
     * @param arguments the reports, or none for one that is made now
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        Optional<Browser> browser = Browser.find();
        if (browser.isEmpty()) {
            err.println("browser-check: expected a browser on the PATH (" + Browser.names()
                    + "), found none. Install Chromium or Chrome.");
            return REFUSED;
        }
        boolean isPhotographed = arguments.size() >= 2 && arguments.get(0).equals(PICTURES);
        List<Path> reports = new ArrayList<>();
        for (String name : arguments.subList(isPhotographed ? 2 : 0, arguments.size())) {
            Path report = Path.of(name);
            report = Files.isDirectory(report) ? report.resolve("report.html") : report;
            if (!Files.isRegularFile(report)) {
                err.println("browser-check: expected a report, received '" + name + "', which is no file.");
                return REFUSED;
            }
            reports.add(report);
        }
        if (reports.isEmpty()) {
            reports.add(make());
        }
        int wrong = 0;
        for (Path report : reports) {
            Browser.Looked looked = browser.get().look(report);
            tell(report, looked, out);
            wrong += looked.findings().isEmpty() ? 0 : 1;
            if (isPhotographed) {
                photograph(browser.get(), report, looked, Files.createDirectories(Path.of(arguments.get(1))));
            }
        }
        return wrong == 0 ? 0 : FINDINGS;
    }

    private static Path make() throws IOException {
        Path folder = Files.createTempDirectory("browser-check-" + EXPERIMENT);
        LabOptions options = LabOptions.of("cornu reproduce " + EXPERIMENT + " --quick", folder)
                .withQuick(true);
        try (Lab lab = Lab.open(options)) {
            ExperimentCatalog.get(EXPERIMENT, DataDirectory.standard()).run(lab).write(folder);
        }
        return folder.resolve("report.html");
    }

    private static void tell(Path report, Browser.Looked looked, PrintStream out) {
        out.println(report + ": " + Browser.View.all().size() + " views, " + looked.pictures() + " pictures, "
                + looked.tables() + " tables, " + looked.texts() + " texts: "
                + (looked.findings().isEmpty() ? "all right" : looked.findings().size() + " findings"));
        looked.findings().stream().limit(MOST_SHOWN).forEach(finding -> out.println("  " + finding));
        if (looked.findings().size() > MOST_SHOWN) {
            out.println("  and " + (looked.findings().size() - MOST_SHOWN) + " more");
        }
        out.flush();
    }

    private static void photograph(Browser browser, Path report, Browser.Looked looked, Path folder)
            throws IOException {
        String name = Optional.ofNullable(report.toAbsolutePath().getParent())
                .map(parent -> String.valueOf(parent.getFileName()))
                .orElse("report");
        for (int i = 0; i < Browser.View.all().size(); i++) {
            Browser.View view = Browser.View.all().get(i);
            Path picture = folder.resolve(name + "-" + view.width() + "-" + view.scheme() + ".png");
            browser.photograph(report, view, looked.heights().get(i), picture);
        }
    }
}
