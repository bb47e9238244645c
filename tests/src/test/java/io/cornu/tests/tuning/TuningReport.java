package io.cornu.tests.tuning;

import io.cornu.tests.tuning.TuningBenchmark.Extent;
import io.cornu.tests.tuning.TuningBenchmark.Run;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The benchmark as a page. */
final class TuningReport {
    /** Two standard errors: about one in twenty pairs of equals lies further apart. */
    private static final double ERRORS = 2;

    private final List<Run> ours;
    private final List<Run> theirs;

    private TuningReport(List<Run> ours, List<Run> theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /** The mean and the spread of some numbers. */
    private record Spread(double mean, double deviation, int count) {
        static Spread of(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double mean = sum / values.length;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Spread(mean, Math.sqrt(squares / Math.max(1, values.length - 1)), values.length);
        }

        String verdict(Spread other) {
            double error = Math.sqrt((deviation * deviation + other.deviation * other.deviation) / count);
            if (Math.abs(mean - other.mean) <= ERRORS * error) {
                return "same within noise";
            }
            return mean < other.mean ? "**Cornu better**" : "**Optuna better**";
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4g ± %.2g", mean, deviation);
        }
    }

    static String of(Extent extent, String version, List<Run> ours, List<Run> theirs) {
        return new TuningReport(ours, theirs).page(extent, version);
    }

    private String page(Extent extent, String version) {
        List<String> lines = new ArrayList<>(List.of(
                "# Our samplers beside Optuna's",
                "",
                "Made by `tests/tuning-benchmark " + extent.seeds() + " " + extent.trials() + " "
                        + extent.trialsOfProcess() + "` on " + LocalDate.now() + ", by running both sides one after the"
                        + " other: Java " + Runtime.version().feature() + " and Optuna " + version + " on "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors.",
                "",
                "Each cell: the best value of a study of " + extent.trials() + " trials (" + extent.trialsOfProcess()
                        + " for the Gaussian process), mean and standard deviation over " + extent.seeds()
                        + " seeds; less is better. The verdict: the means lie more than two standard errors apart, or"
                        + " not; of " + 6 * TuningBenchmark.samplers().size()
                        + " comparisons of equals about two do. The functions are those of `TestFunction`.",
                ""));
        for (TestFunction function : TestFunction.values()) {
            lines.add("## " + function.description());
            lines.add("");
            lines.add("| sampler | Cornu | Optuna | verdict |");
            lines.add("|---|---|---|---|");
            for (String sampler : TuningBenchmark.samplers().keySet()) {
                Spread our = best(ours, function, sampler);
                Spread their = best(theirs, function, sampler);
                lines.add("| " + sampler + " | " + our + " | " + their + " | " + our.verdict(their) + " |");
            }
            lines.add("");
        }
        lines.add("## TPE against random search");
        lines.add("");
        for (TestFunction function : TestFunction.values()) {
            Spread tpe = best(ours, function, "TPE");
            Spread random = best(ours, function, "random");
            lines.add("- " + function.name().toLowerCase(Locale.ROOT) + ": " + tpe + " against " + random + ", "
                    + (tpe.verdict(random).contains("Cornu") ? "better beyond noise" : "no difference beyond noise"));
        }
        lines.add("");
        lines.add("## Seconds a study takes, mean over all functions");
        lines.add("");
        lines.add("| sampler | Cornu | Optuna |");
        lines.add("|---|---|---|");
        for (String sampler : TuningBenchmark.samplers().keySet()) {
            lines.add(String.format(
                    Locale.ROOT, "| %s | %.2f | %.2f |", sampler, seconds(ours, sampler), seconds(theirs, sampler)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static Spread best(List<Run> runs, TestFunction function, String sampler) {
        return Spread.of(runs.stream()
                .filter(run ->
                        run.sampler().equals(sampler) && run.function().equals(function.name()))
                .mapToDouble(Run::best)
                .toArray());
    }

    private static double seconds(List<Run> runs, String sampler) {
        return runs.stream()
                .filter(run -> run.sampler().equals(sampler))
                .mapToDouble(Run::seconds)
                .average()
                .orElse(Double.NaN);
    }
}
