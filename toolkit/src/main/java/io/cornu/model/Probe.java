package io.cornu.model;

import io.cornu.data.Batch;
import io.cornu.runtime.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A batch on which the gradients and activations of a model are measured, as often as wanted while it is trained; made
 * by {@link CompiledModel#probe}.
 *
 * <p>The pass is one of training: dropout drops, batch normalization takes the statistics of the batch, penalties count.
 * But nothing is changed by it, neither weights nor averages nor the optimizer nor the numbers that later steps draw: a
 * model that is measured trains like one that is not, to the last bit.
 */
public final class Probe {
    private final Supplier<ProbeProgram> program;
    private final Batch batch;

    Probe(Supplier<ProbeProgram> program, Batch batch) {
        this.program = program;
        this.batch = batch;
    }

    /**
     * Measures the model as it is now.
     *
     * @return the statistics
     * @throws IllegalStateException if the model is closed or was compiled anew
     */
    public Measurement measure() {
        ProbeProgram current = program.get();
        List<HostTensor> feeds = BatchGraph.feed(batch);
        try {
            return current.measure(feeds);
        } finally {
            feeds.forEach(HostTensor::close);
        }
    }

    /** All examples of some data, in order. */
    static int[] all(int size) {
        return IntStream.range(0, size).toArray();
    }

    /** Checks a batch as training does. */
    static Batch checked(Network<?> network, Compilation compilation, Batch batch) {
        return Fitting.examples(network.graph(), compilation, Map.of(), batch);
    }
}
