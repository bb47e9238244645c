package io.cornu.diagnostics;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Measurement;
import io.cornu.model.Probe;
import io.cornu.model.Weights;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the gradients, updates and activations of all layers while a model trains, on one batch that is always the
 * same: shows gradients that vanish or explode and units that die.
 *
 * <pre>{@code
 * GradientStatistics statistics = GradientStatistics.of(train.slice(0, 256));
 * compiled.fit(train, Fit.epochs(5).withCallbacks(statistics));
 * statistics.history().gradientNorms().writeSvg(Path.of("gradients.svg"));
 * statistics.history().findings().forEach(finding -> log(finding.sentence()));
 * }</pre>
 *
 * <p>Measures before the first step and after every epoch, or every so many steps. Training is not changed by it, not by
 * one bit. How much a step changed each weight is known for the last step before each measurement, by comparing the
 * weights before and after it; so it is not known before the first step, and not for steps that a callback after this one
 * changes.
 *
 * <p>Holds what the latest fit gave; one object is for one fit at a time.
 */
public final class GradientStatistics implements Callback {
    private final Dataset probe;
    private final int every;
    private List<Reading> readings = new ArrayList<>();

    private GradientStatistics(Dataset probe, int every) {
        this.probe = probe;
        this.every = every;
    }

    /**
     * Statistics after every epoch.
     *
     * @param probe the batch on which is measured, with targets; a few hundred examples are enough
     * @return the callback
     * @throws IllegalArgumentException if the batch is empty
     */
    public static GradientStatistics of(Dataset probe) {
        Arguments.require(
                probe.size() > 0, "GradientStatistics", "probe must hold at least one example", probe.size());
        return new GradientStatistics(probe, 0);
    }

    /**
     * The same after every so many steps instead.
     *
     * @param steps how many, at least 1
     * @return a copy without readings
     * @throws IllegalArgumentException if it is not positive
     */
    public GradientStatistics withEvery(int steps) {
        return new GradientStatistics(probe, Arguments.positive("GradientStatistics", "steps", steps));
    }

    /**
     * What a model is like now, without training it.
     *
     * @param model the model
     * @param probe the batch on which is measured, with targets
     * @return the reading, which knows of no update
     * @throws IllegalArgumentException if the batch does not fit the model, or is empty
     */
    public static Reading measure(CompiledModel model, Dataset probe) {
        return new Reading(0, model.iterations(), model.probe(probe).measure(), Map.of());
    }

    /**
     * What was seen in the latest fit.
     *
     * @return the readings so far
     */
    public GradientHistory history() {
        return new GradientHistory(readings, every > 0);
    }

    @Override
    public FitListener start(FitControl fit) {
        List<Reading> own = new ArrayList<>();
        readings = own;
        return new Listener(fit.model(), fit.model().probe(probe), own);
    }

    private final class Listener implements FitListener {
        private final CompiledModel model;
        private final Probe measuring;
        private final List<Reading> readings;
        private int batches = 1;
        private Optional<Weights> before = Optional.empty();
        private Map<String, Double> ratios = Map.of();

        Listener(CompiledModel model, Probe measuring, List<Reading> readings) {
            this.model = model;
            this.measuring = measuring;
            this.readings = readings;
        }

        @Override
        public void fitBegin() {
            read(0);
        }

        @Override
        public void batchBegin(int epoch, int batch) {
            // How many batches there are is known from the first on.
            boolean isLast = batch + 1 >= batches;
            boolean isDue = every > 0 ? (model.iterations() + 1) % every == 0 : isLast;
            before = isDue ? Optional.of(model.model().weights()) : Optional.empty();
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            batches = batch.batches();
            before.ifPresent(weights -> ratios = ratios(weights, model.model().weights()));
            before = Optional.empty();
            if (every > 0 && model.iterations() % every == 0) {
                read(batch.epoch());
            }
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            if (every == 0) {
                read(epoch.number() + 1);
            }
        }

        private void read(int epoch) {
            Measurement measured = measuring.measure();
            readings.add(new Reading(epoch, model.iterations(), measured, ratios));
            ratios = Map.of();
        }
    }

    /** How far each weight has moved, as a share of its norm. */
    private static Map<String, Double> ratios(Weights before, Weights after) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        before.byPath().forEach((path, old) -> {
            Array now = after.get(path);
            double moved = 0;
            double size = 0;
            for (int i = 0; i < old.size(); i++) {
                double step = now.at(i) - old.at(i);
                moved += step * step;
                size += old.at(i) * old.at(i);
            }
            ratios.put(path, Math.sqrt(moved) / Math.sqrt(size));
        });
        return ratios;
    }
}
