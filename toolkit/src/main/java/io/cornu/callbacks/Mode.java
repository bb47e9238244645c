package io.cornu.callbacks;

/** Which values of what is watched are better. */
public enum Mode {
    /** As the metric says: low for losses, high for accuracies. Keras' default. */
    AUTO,
    /** Low ones. */
    MIN,
    /** High ones. */
    MAX
}
