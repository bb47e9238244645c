package io.cornu.model;

import io.cornu.augmentation.BatchAugmentation;
import io.cornu.data.Dataset;
import io.cornu.optimizers.fullbatch.FullBatchOptimizer;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How a model is trained: the arguments of Keras' {@code fit} as a value.
 *
 * <p>Source: {@code keras.Model.fit}, Keras 3.15.
 *
 * @param epochs how often the data is gone through, at least 1
 * @param batchSize how many examples a step learns from, at least 1; 32 by default. The last batch may be smaller
 * @param shuffle whether each epoch has an order of its own; true by default
 * @param validationSplit the share of the last examples that is held back for validation, before any shuffling, in
 *     [0, 1); 0 by default
 * @param validationData data to validate with after each epoch, instead of a split; none by default
 * @param classWeights how much the examples of each class count, 1 where not given; none by default
 * @param callbacks what happens besides, in order; none by default
 * @param resume where an interrupted fit had got to; the beginning by default. A full-batch optimizer begins its search
 *     anew there
 * @param fullBatchOptimizer what looks for weights by the loss of all examples at once, in place of the optimizer that
 *     the model was compiled with; an epoch is one of its iterations. None by default
 * @param augmentation what is done to batches before the network learns from them, targets included; none by default.
 *     Never done to validation data. What changes inputs alone is a layer, see {@link io.cornu.augmentation}
 * @param cancellation asked after every batch whether to end now; never by default
 */
@RecordBuilder
public record Fit(
        int epochs,
        int batchSize,
        boolean shuffle,
        double validationSplit,
        Optional<Dataset> validationData,
        Map<Integer, Double> classWeights,
        List<Callback> callbacks,
        FitProgress resume,
        Optional<FullBatchOptimizer> fullBatchOptimizer,
        Optional<BatchAugmentation> augmentation,
        BooleanSupplier cancellation)
        implements FitBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range, or there are both a split and validation data
     */
    public Fit {
        Arguments.positive("fit", "epochs", epochs);
        Arguments.positive("fit", "batchSize", batchSize);
        Arguments.share("fit", "validationSplit", validationSplit);
        Arguments.require(
                validationSplit == 0 || validationData.isEmpty(),
                "fit",
                "validationSplit must be 0 where there is validationData",
                validationSplit);
        Arguments.require(
                fullBatchOptimizer.isEmpty() || augmentation.isEmpty(),
                "fit",
                "augmentation must be none where there is a fullBatchOptimizer, whose loss must not change by itself",
                augmentation);
        classWeights = Map.copyOf(classWeights);
        callbacks = List.copyOf(callbacks);
    }

    /**
     * Keras' defaults for a number of epochs.
     *
     * @param epochs how often the data is gone through, at least 1
     * @return the settings
     * @throws IllegalArgumentException if the number is below 1
     */
    public static Fit epochs(int epochs) {
        return new Fit(
                epochs,
                Model.DEFAULT_BATCH_SIZE,
                true,
                0,
                Optional.empty(),
                Map.of(),
                List.of(),
                FitProgress.start(),
                Optional.empty(),
                Optional.empty(),
                () -> false);
    }

    /**
     * The same settings with a change of batches.
     *
     * @param change what is done to inputs and targets, such as {@code MixUp.of()}
     * @return a copy
     */
    public Fit withAugmentation(BatchAugmentation change) {
        return withAugmentation(Optional.of(change));
    }

    /**
     * The same settings with data to validate with.
     *
     * @param data the examples
     * @return a copy
     */
    public Fit withValidationData(Dataset data) {
        return withValidationData(Optional.of(data));
    }

    /**
     * The same settings with all examples in one batch: with {@link io.cornu.optimizers.SGD}, gradient descent.
     *
     * @return a copy
     */
    public Fit withFullBatch() {
        return withBatchSize(Integer.MAX_VALUE);
    }

    /**
     * The same settings with a search for weights by the loss of all examples at once, for small models without random
     * layers. The optimizer that the model was compiled with is not used, and may go on from there in another fit.
     *
     * @param optimizer such as {@code LBFGS.of()}
     * @return a copy
     */
    public Fit withFullBatch(FullBatchOptimizer optimizer) {
        return withFullBatchOptimizer(Optional.of(optimizer));
    }

    /**
     * The same settings with other callbacks.
     *
     * @param wanted what happens besides, in order
     * @return a copy
     */
    public Fit withCallbacks(Callback... wanted) {
        return withCallbacks(List.of(wanted));
    }
}
