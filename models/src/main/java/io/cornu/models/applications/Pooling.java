package io.cornu.models.applications;

/** What a network without its top makes of the features of an image; Keras' option {@code pooling}. */
public enum Pooling {
    /** They stay a map of features, (batch, height, width, channels). */
    NONE,
    /** Their mean over the map, (batch, channels); Keras' {@code avg}. */
    AVERAGE,
    /** Their largest over the map, (batch, channels); Keras' {@code max}. */
    MAX
}
