package io.cornu.tests.tuning;

import io.cornu.tests.python.Python;
import io.cornu.tests.python.PythonEnvironment;
import io.cornu.tests.python.PythonUnavailableException;
import io.cornu.tuning.CMAES;
import io.cornu.tuning.GaussianProcess;
import io.cornu.tuning.Genetic;
import io.cornu.tuning.QMC;
import io.cornu.tuning.RandomSearch;
import io.cornu.tuning.Sampler;
import io.cornu.tuning.Study;
import io.cornu.tuning.TPE;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The best values our samplers and Optuna's find, on the same functions with as many trials: {@code
 * tests/tuning-benchmark [SEEDS] [TRIALS] [TRIALS OF THE GAUSSIAN PROCESS]} writes {@code tests/TUNING.md}.
 */
public final class TuningBenchmark {
    private static final Duration LIMIT = Duration.ofHours(6);

    private TuningBenchmark() {}

    /**
     * One study.
     *
     * @param function the function's name
     * @param sampler the sampler's name
     * @param best the least value
     * @param seconds how long it took
     */
    record Run(String function, String sampler, double best, double seconds) {}

    /**
     * How much was run.
     *
     * @param seeds how many studies for each sampler and function
     * @param trials how many trials each had
     * @param trialsOfProcess how many those of the Gaussian process had
     */
    record Extent(int seeds, int trials, int trialsOfProcess) {}

    static final String PROCESS = "Gaussian process";

    static Map<String, Sampler> samplers() {
        Map<String, Sampler> samplers = new LinkedHashMap<>();
        samplers.put("random", RandomSearch.of());
        samplers.put("QMC", QMC.of().withScrambled(true));
        samplers.put("TPE", TPE.of());
        samplers.put("TPE, univariate", TPE.of().withMultivariate(false));
        samplers.put("CMA-ES", CMAES.of());
        samplers.put("genetic", Genetic.of());
        samplers.put(PROCESS, GaussianProcess.of());
        return samplers;
    }

    /**
     * Runs both sides and writes the page.
     *
     * @param args the page's path; how many seeds, 10 by default; how many trials, 100; how many for the Gaussian
     *     process, 30
     * @throws IOException if Python or a file fails
     * @throws PythonUnavailableException if there is no fitting Python
     */
    public static void main(String[] args) throws IOException, PythonUnavailableException {
        Extent extent = new Extent(argument(args, 1, 10), argument(args, 2, 100), argument(args, 3, 30));
        PythonEnvironment python = PythonEnvironment.prepare("optuna_requirements.txt");
        List<Run> ours = java(extent);
        String output = Python.run(
                python,
                LIMIT,
                "tuning_benchmark.py",
                Path.of("").toAbsolutePath(),
                Integer.toString(extent.seeds()),
                Integer.toString(extent.trials()),
                Integer.toString(extent.trialsOfProcess()));
        List<Run> theirs = output.lines()
                .filter(line -> line.contains("\t"))
                .map(line -> line.split("\t", -1))
                .map(words -> new Run(
                        words[0].toUpperCase(Locale.ROOT),
                        words[1],
                        Double.parseDouble(words[3]),
                        Double.parseDouble(words[4])))
                .toList();
        String version = output.lines().findFirst().orElse("").replace("version ", "");
        Files.writeString(Path.of(args[0]), TuningReport.of(extent, version, ours, theirs));
    }

    private static int argument(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private static List<Run> java(Extent extent) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Map.Entry<String, Sampler> sampler : samplers().entrySet()) {
            int trials = sampler.getKey().equals(PROCESS) ? extent.trialsOfProcess() : extent.trials();
            for (TestFunction function : TestFunction.values()) {
                for (int seed = 0; seed < extent.seeds(); seed++) {
                    Study study = Study.minimize(function.name())
                            .withSampler(sampler.getValue())
                            .withSeed(seed);
                    long start = System.nanoTime();
                    double best = study.optimize(trials, function::evaluate)
                            .best()
                            .value()
                            .orElseThrow();
                    runs.add(new Run(function.name(), sampler.getKey(), best, (System.nanoTime() - start) / 1e9));
                }
            }
        }
        return runs;
    }
}
