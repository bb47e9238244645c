package io.cornu.tests.agreement;

import io.cornu.experiments.Experiment;
import io.cornu.experiments.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code tests/AGREEMENT.md}: each result of each experiment here and in Python Keras, and whether they agree. */
final class AgreementPage {
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
                (TensorFlow 2.18.0), on the same data, with the same settings and as many seeds; initial weights, order and
                dropout differ, as they do between two seeds. Mean and standard deviation over seeds. They agree where the
                means lie within the 95 %% interval of Welch's t, or within 1 part in 1,000 where nothing is random.
                %d of %d results agree; with so many, one in twenty would not by chance.

                %s, Cornu %s, Java %s, %s, %d processors.

                """,
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
        text.append("| comparison | variant | result | Cornu | Keras | difference | agree |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        ours.forEach((key, values) -> {
            List<Double> twin = theirs.get(key);
            if (twin != null) {
                row(key, Moments.of(values), Moments.of(twin));
            }
        });
        text.append('\n');
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
