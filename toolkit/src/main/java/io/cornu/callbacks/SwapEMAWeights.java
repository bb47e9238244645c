package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/**
 * Validates with the moving averages of the weights instead of the weights themselves, which training goes on with.
 *
 * <p>For optimizers whose settings have an {@linkplain io.cornu.optimizers.WeightAverage ema}. With {@code
 * swapOnEpoch}, callbacks that come after this one see the averages at the end of an epoch too, such as a
 * {@link ModelCheckpoint} that is to write them:
 *
 * <pre>{@code
 * Fit.epochs(10).withCallbacks(SwapEMAWeights.of().withSwapOnEpoch(true), ModelCheckpoint.of(file, KerasArchive::write))
 * }</pre>
 *
 * <p>At the end of a fit the weights become their averages in any case.
 *
 * <p>Source: {@code keras.callbacks.SwapEMAWeights}, Keras 3.15, where a fit that another callback ends early ends
 * with the weights instead of the averages if {@code swap_on_epoch} is set.
 *
 * @param swapOnEpoch whether weights and averages are exchanged from the end of an epoch to the beginning of the next;
 *     false by default
 */
@RecordBuilder
public record SwapEMAWeights(boolean swapOnEpoch) implements Callback, SwapEMAWeightsBuilder.With {
    /**
     * Averages for validation alone.
     *
     * @return the callback
     */
    public static SwapEMAWeights of() {
        return new SwapEMAWeights(false);
    }

    /**
     * Starts exchanging weights in a fit.
     *
     * @throws IllegalArgumentException if the optimizer keeps no averages, or is not the one that changes the weights
     */
    @Override
    public FitListener start(FitControl fit) {
        Arguments.require(
                fit.model().hasAverages(),
                "SwapEMAWeights",
                "the optimizer must average weights, as its settings with an ema do",
                fit.model().compilation().optimizer());
        Arguments.require(
                fit.settings().fullBatchOptimizer().isEmpty(),
                "SwapEMAWeights",
                "the fit must be by batches, whose steps are averaged",
                "a full-batch optimizer");
        return new Listener(fit);
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private boolean isSwapped;

        Listener(FitControl fit) {
            this.fit = fit;
        }

        @Override
        public void fitBegin() {
            // A fit that goes on may have been saved with averages in place of weights.
            swap(false);
        }

        @Override
        public void epochBegin(int epoch) {
            swap(false);
        }

        @Override
        public void validationBegin(int epoch) {
            swap(true);
        }

        @Override
        public void validationEnd(int epoch, Map<String, Double> values) {
            swap(false);
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            if (swapOnEpoch) {
                swap(true);
            }
        }

        @Override
        public void progress(FitProgress progress) {
            boolean isLast =
                    progress.epoch() >= fit.epochs() || fit.stopReason().isPresent();
            if (isLast) {
                // The weights become their averages next, which must be the averages then.
                swap(false);
            }
        }

        @Override
        public void fitFailed(Throwable failure) {
            swap(false);
        }

        @Override
        public State state() {
            return new State(Map.of("swapped", isSwapped ? 1.0 : 0.0), Map.of());
        }

        @Override
        public void restore(State state) {
            isSwapped = state.numbers().getOrDefault("swapped", 0.0) == 1;
        }

        private void swap(boolean wanted) {
            if (isSwapped != wanted) {
                fit.model().swapAverages();
                isSwapped = wanted;
            }
        }
    }
}
