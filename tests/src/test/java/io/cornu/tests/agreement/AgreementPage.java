package io.cornu.tests.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code tests/AGREEMENT.md}: each result of each experiment here and in Python Keras, and whether they agree. */
final class AgreementPage {
    /** Trainings without chance: every step takes all examples, and nothing is dropped. */
    private static final Map<String, Set<String>> CERTAIN = Map.of(
            "mnist-momentum", Set.of("plain", "momentum 0.9", "Nesterov 0.9"),
            "mnist-batches", Set.of("all examples"),
            "mnist-random-search", Set.of("gradient descent 0.1", "gradient descent 0.5"),
            "optimizers-beyond-gradients", Set.of("gradient descent"));

    /** By how much a loss may differ in such a training, relative to itself. */
    private static final double SAME_LOSS = 1e-4;

    private final Path folder;
    private final StringBuilder text = new StringBuilder();
    private int agreeing;
    private int all;

    AgreementPage(Path folder) {
        this.folder = folder;
    }

    String text(List<Experiment> experiments) throws IOException {
        for (Experiment experiment : experiments) {
            table(experiment);
        }
        Provenance here = Provenance.current();
        return String.format(
                        Locale.ROOT,
                        """
                # Agreement with Python Keras

                Written by `tests/agreement`: each experiment of `./cornu reproduce` and its twin in Python Keras 3.15.1
                (TensorFlow 2.18.0), on the same data, with the same settings, as many seeds and, where `fit` trains, the same
                initial weights; order and dropout differ, as they do between two seeds. Mean and standard deviation over
                seeds. They agree where the means lie within the 95 %% interval of Welch's t, or within 1 part in 1,000.
                Where nothing is random after the initial weights, the losses of every step are compared as well, and may
                differ by 1 part in %,d. %d of %d results agree; with so many, one in twenty would not by chance.

                The experiments without a table were not run for this page, or only draw functions that other tests compare
                with Keras' own.

                %s, Cornu %s, Java %s, %s, %d processors.

                """,
                        Math.round(1 / SAME_LOSS),
                        agreeing,
                        all,
                        here.time(),
                        here.cornu(),
                        here.java(),
                        here.system(),
                        here.processors())
                + text;
    }

    private void table(Experiment experiment) throws IOException {
        Map<Journals.Key, List<Double>> ours =
                Journals.results(folder.resolve(experiment.name()).resolve("java/journal.jsonl"));
        Map<Journals.Key, List<Double>> theirs =
                Journals.results(folder.resolve(experiment.name()).resolve("python/journal.jsonl"));
        if (theirs.keySet().stream().noneMatch(ours::containsKey)) {
            return;
        }
        text.append("## ").append(experiment.name()).append("\n\n");
        text.append(data(experiment)).append("\n\n");
        text.append("| comparison | variant | result | Cornu | Keras | difference | agree |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        ours.forEach((key, values) -> {
            List<Double> twin = theirs.get(key);
            if (twin != null) {
                row(key, Moments.of(values), Moments.of(twin));
            }
        });
        steps(experiment);
        text.append('\n');
    }

    /** What it was trained and tested on, as its report says. */
    private String data(Experiment experiment) throws IOException {
        JsonNode settings = Journals.JSON
                .readTree(folder.resolve(experiment.name())
                        .resolve("java/report.json")
                        .toFile())
                .path("settings");
        String counts = settings.propertyStream()
                .filter(setting -> setting.getKey().endsWith(" examples"))
                .map(setting -> setting.getValue().asText() + " " + setting.getKey())
                .collect(Collectors.joining(", "));
        String note = settings.path("note on the data").asText();
        return settings.path("data").asText() + ": " + counts + "." + (note.isEmpty() ? "" : " " + note);
    }

    private void steps(Experiment experiment) throws IOException {
        Map<Journals.Training, List<Double>> ours =
                Journals.losses(folder.resolve(experiment.name()).resolve("java/journal.jsonl"));
        Map<Journals.Training, List<Double>> theirs =
                Journals.losses(folder.resolve(experiment.name()).resolve("python/journal.jsonl"));
        Set<String> certain = CERTAIN.getOrDefault(experiment.name(), Set.of());
        ours.forEach((training, losses) -> {
            List<Double> twin = theirs.get(training);
            if (twin != null && certain.contains(training.variant())) {
                step(training, losses, twin);
            }
        });
    }

    private void step(Journals.Training training, List<Double> losses, List<Double> twin) {
        double largest = losses.size() == twin.size() ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(losses.size(), twin.size()); i++) {
            largest = Math.max(largest, Math.abs(losses.get(i) - twin.get(i)) / Math.abs(twin.get(i)));
        }
        boolean agrees = largest <= SAME_LOSS;
        all++;
        agreeing += agrees ? 1 : 0;
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | loss of %d steps, seed %d | %.4g ... %.4g | %.4g ... %.4g | %.1e | %s |%n",
                training.comparison(),
                training.variant(),
                losses.size(),
                training.seed(),
                losses.get(0),
                losses.get(losses.size() - 1),
                twin.get(0),
                twin.get(twin.size() - 1),
                largest,
                agrees ? "yes" : "**no**"));
    }

    private void row(Journals.Key key, Moments our, Moments their) {
        boolean agrees = our.agreesWith(their);
        all++;
        agreeing += agrees ? 1 : 0;
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.2g | %s |%n",
                key.comparison(),
                key.variant(),
                key.result(),
                our.words(),
                their.words(),
                our.mean() - their.mean(),
                agrees ? "yes" : "**no**"));
    }
}
