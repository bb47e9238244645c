package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.optimizers.fullbatch.Search;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** The loss of all examples as a function of all weights that learn. */
final class FullBatch implements Search {
    private final NativeSession session;
    private final Programs programs;
    private final List<HostTensor> examples;
    private final RandomGenerator random;
    private final Predicate<Totals> iterationEnd;
    private double @Nullable [] assigned;

    /**
     * What is run.
     *
     * @param weights those that learn, in the order of the numbers
     * @param loss gives the loss
     * @param gradient gives its gradient in one row
     * @param observe adds to the totals and moves statistics
     * @param totals what the metrics add to
     */
    record Programs(List<Variable> weights, Program loss, Program gradient, Program observe, Totals totals) {
        static <T extends TFloating> Programs of(
                Ops tf,
                Network<T> network,
                List<Operand<?>> feeds,
                Operand<T> loss,
                Forward<T> forward,
                Totals totals) {
            requireDeterministic(network.graph());
            requireOwnWeights(network, forward.replacements().keySet());
            NativeSession session = network.session();
            Map<String, Operand<T>> weights = new LinkedHashMap<>();
            network.trainable().forEach((path, weight) -> weights.put(path, network.value(weight)));
            if (weights.isEmpty()) {
                throw new IllegalArgumentException("fit: expected weights that learn, received none."
                        + " Unfreeze a layer, or fit without a full-batch optimizer.");
            }
            List<Operand<TFloat64>> rows = new ArrayList<>();
            session.gradients(loss, weights)
                    .values()
                    .forEach(gradient -> rows.add(
                            tf.dtypes.cast(tf.reshape(gradient, tf.constant(new int[] {-1})), TFloat64.class)));
            List<Op> observed = new ArrayList<>(totals.additions());
            forward.updates().forEach((variable, value) -> observed.add(Casts.assign(tf, variable, value)));
            Op all = tf.withControlDependencies(observed).noOp();
            // TensorFlow joins two or more.
            Operand<TFloat64> row = rows.size() == 1 ? rows.get(0) : tf.concat(rows, tf.constant(0));
            return new Programs(
                    List.copyOf(network.trainable().values()),
                    session.program(feeds, List.of(loss), List.of()),
                    session.program(feeds, List.of(row), List.of()),
                    session.program(feeds, List.of(), List.of(all)),
                    totals);
        }

        /** A search steps from the weights whose loss it knows. */
        private static void requireOwnWeights(Network<?> network, Set<Variable> replaced) {
            network.variables().forEach((path, variable) -> {
                if (replaced.contains(variable)) {
                    throw new IllegalArgumentException("fit: expected weights that only a full-batch optimizer changes,"
                            + " received " + path + ", which its layer replaces in every step. Fit in batches.");
                }
            });
        }

        /** The same weights must give the same loss. */
        private static void requireDeterministic(LayerGraph graph) {
            graph.layers().stream()
                    .filter(layer -> layer.layer().isStochastic())
                    .findFirst()
                    .ifPresent(layer -> {
                        throw new IllegalArgumentException("fit: expected layers without random numbers for a"
                                + " full-batch optimizer, received " + layer.title()
                                + ". Leave it out, or fit in batches.");
                    });
        }
    }

    /**
     * Opens a search at the model's weights.
     *
     * @param session where the weights lie
     * @param programs what is run
     * @param examples what is fed: all of them
     * @param random where random numbers come from
     * @param iterationEnd told of every iteration; whether to go on
     */
    FullBatch(
            NativeSession session,
            Programs programs,
            List<HostTensor> examples,
            RandomGenerator random,
            Predicate<Totals> iterationEnd) {
        this.session = session;
        this.programs = programs;
        this.examples = examples;
        this.random = random;
        this.iterationEnd = iterationEnd;
    }

    @Override
    public double[] start() {
        Map<Variable, Array> values = session.read(programs.weights());
        double[] start = new double
                [programs.weights().stream()
                        .mapToInt(weight -> Math.toIntExact(weight.shape().size()))
                        .sum()];
        int place = 0;
        for (Variable weight : programs.weights()) {
            double[] part = values.getOrDefault(weight, Array.of(new double[0])).toDoubles();
            System.arraycopy(part, 0, start, place, part.length);
            place += part.length;
        }
        return start;
    }

    @Override
    public double loss(double[] weights) {
        assign(weights);
        return programs.loss().runScalar(examples);
    }

    @Override
    public double[] gradient(double[] weights) {
        assign(weights);
        return programs.gradient().run(examples).get(0).toDoubles();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public boolean next(double[] weights) {
        assign(weights);
        programs.totals().reset();
        programs.observe().run(examples);
        boolean goesOn = iterationEnd.test(programs.totals());
        // A callback may have changed them.
        assigned = null;
        return goesOn;
    }

    private void assign(double[] weights) {
        if (Arrays.equals(weights, assigned)) {
            return;
        }
        Map<Variable, Array> values = new LinkedHashMap<>();
        int place = 0;
        for (Variable weight : programs.weights()) {
            int size = Math.toIntExact(weight.shape().size());
            double[] part = Arrays.copyOfRange(weights, place, place + size);
            values.put(weight, Array.of(part, weight.shape().asArray()).cast(weight.dataType()));
            place += size;
        }
        session.assign(values);
        assigned = weights.clone();
    }
}
