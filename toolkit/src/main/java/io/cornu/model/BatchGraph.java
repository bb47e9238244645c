package io.cornu.model;

import io.cornu.augmentation.BatchAugmentation;
import io.cornu.augmentation.BatchAugmentation.Examples;
import io.cornu.augmentation.Draws;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * Where batches enter a graph: fed one by one, or gathered by number from data that lies on the device.
 *
 * @param <T> the type of the numbers
 */
final class BatchGraph<T extends TFloating> implements AutoCloseable {
    /**
     * What tells batches apart that need another graph.
     *
     * @param types the types of inputs, targets and weights
     * @param examples the shapes of one example of each
     * @param targets how many of them are targets
     * @param isWeighted whether the last is the weights
     * @param isResident whether the data lies on the device
     */
    record Format(List<DataType> types, List<Shape> examples, int targets, boolean isWeighted, boolean isResident) {
        static Format of(Batch batch, boolean isResident) {
            List<Array> arrays = arrays(batch);
            return new Format(
                    arrays.stream().map(Array::dataType).toList(),
                    arrays.stream()
                            .map(array -> array.shape().takeLast(array.shape().numDimensions() - 1))
                            .toList(),
                    batch.targets().size(),
                    batch.sampleWeights().isPresent(),
                    isResident);
        }

        private int inputs() {
            return types.size() - targets - (isWeighted ? 1 : 0);
        }
    }

    private final NativeSession session;
    private final Format format;
    private final List<Variable> resident = new ArrayList<>();
    private final List<Operand<?>> feeds = new ArrayList<>();
    private final List<Operand<T>> operands = new ArrayList<>();
    private boolean isLoaded;

    BatchGraph(NativeSession session, Class<T> type, Format format, String name) {
        this.session = session;
        this.format = format;
        Ops tf = session.tf().withSubScope(name);
        Operand<TInt32> indices = format.isResident()
                ? tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)))
                : null;
        if (indices != null) {
            feeds.add(indices);
        }
        for (int i = 0; i < format.types().size(); i++) {
            Shape shape = format.examples().get(i).prepend(Shape.UNKNOWN_SIZE);
            Operand<? extends TType> operand;
            if (indices != null) {
                Variable variable =
                        session.variable(name + "/data_" + i, format.types().get(i), shape);
                resident.add(variable);
                operand = tf.gather(variable.value(), indices, tf.constant(0));
            } else {
                operand = session.placeholder(format.types().get(i), shape);
                feeds.add(operand);
            }
            operands.add(tf.dtypes.cast(operand, type));
        }
    }

    /** What is to be fed, in order. */
    List<Operand<?>> feeds() {
        return feeds;
    }

    List<Operand<T>> inputs() {
        return operands.subList(0, format.inputs());
    }

    List<Operand<T>> targets() {
        return operands.subList(format.inputs(), format.inputs() + format.targets());
    }

    Optional<Operand<T>> weights() {
        return format.isWeighted() ? Optional.of(operands.get(operands.size() - 1)) : Optional.empty();
    }

    /** Has inputs and targets changed before anybody takes them. */
    void augment(BatchAugmentation augmentation, Draws<T> draws) {
        Examples<T> changed = augmentation.augment(new Examples<>(inputs(), targets()), draws);
        for (int i = 0; i < format.inputs(); i++) {
            operands.set(i, changed.inputs().get(i));
        }
        for (int i = 0; i < format.targets(); i++) {
            operands.set(format.inputs() + i, changed.targets().get(i));
        }
    }

    /** Whether there is data on the device that somebody uses. */
    boolean isLoaded() {
        return isLoaded;
    }

    /** Moves the data to the device, where {@link #feed} will gather from. */
    void load(Batch all) {
        isLoaded = true;
        Map<Variable, Array> values = new LinkedHashMap<>();
        List<Array> arrays = arrays(all);
        for (int i = 0; i < arrays.size(); i++) {
            values.put(resident.get(i), arrays.get(i));
        }
        session.assign(values);
    }

    /** What to feed for some examples of data on the device. */
    static List<HostTensor> feed(int[] examples) {
        return List.of(HostTensor.of(Array.of(examples)));
    }

    /** What to feed for a batch. */
    static List<HostTensor> feed(Batch batch) {
        return arrays(batch).stream().map(HostTensor::of).toList();
    }

    /** What to feed for some examples of data in memory. */
    static List<HostTensor> feed(Batch all, int[] examples) {
        return arrays(all).stream()
                .map(array -> HostTensor.rows(array, examples))
                .toList();
    }

    private static List<Array> arrays(Batch batch) {
        List<Array> arrays = new ArrayList<>(batch.inputs());
        arrays.addAll(batch.targets());
        batch.sampleWeights().ifPresent(arrays::add);
        return arrays;
    }

    /** Frees the data on the device. */
    @Override
    public void close() {
        isLoaded = false;
        resident.forEach(session::release);
    }
}
