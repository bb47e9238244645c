package io.cornu.cli;

import io.cornu.text.Names;
import io.cornu.tuning.CMAES;
import io.cornu.tuning.ChoiceDistribution;
import io.cornu.tuning.GaussianProcess;
import io.cornu.tuning.Genetic;
import io.cornu.tuning.GridSearch;
import io.cornu.tuning.HyperbandPruner;
import io.cornu.tuning.MedianPruner;
import io.cornu.tuning.PatientPruner;
import io.cornu.tuning.PercentilePruner;
import io.cornu.tuning.Pruner;
import io.cornu.tuning.QMC;
import io.cornu.tuning.RandomSearch;
import io.cornu.tuning.Sampler;
import io.cornu.tuning.SuccessiveHalvingPruner;
import io.cornu.tuning.TPE;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Samplers and pruners by the names that people type. */
final class TuneChoices {
    private static final double QUARTER = 25;
    private static final int PATIENCE = 3;

    private static final Map<String, Supplier<Sampler>> SAMPLERS = Map.of(
            "random", RandomSearch::of,
            "qmc", QMC::of,
            "tpe", TPE::of,
            "cmaes", CMAES::of,
            "genetic", Genetic::of,
            "gp", GaussianProcess::of);

    private static final Map<String, Supplier<Pruner>> PRUNERS = Map.of(
            "none", Pruner::none,
            "median", MedianPruner::of,
            "percentile", () -> PercentilePruner.of(QUARTER),
            "halving", SuccessiveHalvingPruner::of,
            "hyperband", HyperbandPruner::of,
            "patience", () -> PatientPruner.of(PATIENCE));

    private TuneChoices() {}

    static Sampler sampler(String name, List<SearchRange> ranges, CommandLine commandLine) {
        if (name.equals("grid")) {
            return grid(ranges, commandLine);
        }
        Supplier<Sampler> sampler = SAMPLERS.get(name);
        if (sampler == null) {
            throw wrong("--sampler", name, SAMPLERS, commandLine);
        }
        return sampler.get();
    }

    private static Sampler grid(List<SearchRange> ranges, CommandLine commandLine) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (SearchRange range : ranges) {
            if (!(range.distribution() instanceof ChoiceDistribution choice)
                    || range.condition().isPresent()) {
                throw new ParameterException(
                        commandLine,
                        "--sampler grid: expected values with commas and no conditions, received another range for "
                                + range.option() + ".");
            }
            values.put(range.option(), choice.labels());
        }
        return GridSearch.of(values);
    }

    static Pruner pruner(String name, CommandLine commandLine) {
        Supplier<Pruner> pruner = PRUNERS.get(name);
        if (pruner == null) {
            throw wrong("--pruner", name, PRUNERS, commandLine);
        }
        return pruner.get();
    }

    private static ParameterException wrong(String option, String name, Map<String, ?> known, CommandLine commandLine) {
        List<String> names = Stream.concat(
                        known.keySet().stream(), option.equals("--sampler") ? Stream.of("grid") : Stream.empty())
                .sorted()
                .toList();
        return new ParameterException(
                commandLine,
                option + ": expected one of " + names + ", received '" + name + "'. " + Names.suggestion(name, names));
    }
}
