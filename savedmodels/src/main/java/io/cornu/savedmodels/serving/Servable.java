package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.runtime.HostTensor;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.util.List;

/** A model that can be called by several threads, whatever file it came from. */
interface Servable extends AutoCloseable {
    /** What goes in, in order. */
    List<TensorDescription> inputs();

    /** What comes out, in order. */
    List<TensorDescription> outputs();

    /** Whether an input takes float32 numbers without a conversion in Java. */
    boolean takesFloats(int input);

    /** An array of a fitting shape in native memory, in a type that the input takes. */
    HostTensor feed(int input, Array array);

    /** One batch in one run. */
    List<Array> predict(List<HostTensor> inputs);

    /** Monte-Carlo dropout. */
    List<UncertainPrediction> predict(List<Array> inputs, MonteCarlo monteCarlo);

    /** Refuses Monte-Carlo dropout where the model has none. */
    void requireRandomness();

    @Override
    void close();
}
