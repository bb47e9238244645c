package io.cornu.metrics;

/** Keras' metrics, by Keras' names. Source: {@code keras.metrics}, Keras 3.15. */
public final class Metrics {
    private Metrics() {}

    /**
     * Accuracy of the kind that targets and predictions ask for.
     *
     * @return the metric, named {@code accuracy}
     */
    public static Metric accuracy() {
        return new Accuracy();
    }

    /**
     * How often the largest prediction is that of the target class.
     *
     * @return the metric, named {@code sparse_categorical_accuracy}
     */
    public static SparseCategoricalAccuracy sparseCategoricalAccuracy() {
        return SparseCategoricalAccuracy.of();
    }

    /**
     * How often the largest prediction is where the largest target is.
     *
     * @return the metric, named {@code categorical_accuracy}
     */
    public static CategoricalAccuracy categoricalAccuracy() {
        return CategoricalAccuracy.of();
    }

    /**
     * How often a yes-or-no target equals the prediction cut at 0.5.
     *
     * @return the metric, named {@code binary_accuracy}
     */
    public static BinaryAccuracy binaryAccuracy() {
        return BinaryAccuracy.of();
    }
}
