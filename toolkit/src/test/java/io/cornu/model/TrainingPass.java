package io.cornu.model;

import io.cornu.augmentation.BatchAugmentation;
import io.cornu.augmentation.BatchAugmentation.Examples;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Phase;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** What a layer or an augmentation makes of numbers in one step. */
public final class TrainingPass {
    private TrainingPass() {}

    /** What comes out of a layer in a phase. */
    public static Array output(Layer layer, Phase phase, Array input, long seed, long step) {
        Sequential network = Sequential.of(
                Input.of(input.shape()
                        .takeLast(input.shape().numDimensions() - 1)
                        .asArray()),
                layer);
        try (Model model = network.build(Seed.of(seed))) {
            return output(model.network(), phase, input, step);
        }
    }

    private static <T extends TFloating> Array output(Network<T> network, Phase phase, Array input, long step) {
        NativeSession session = network.session();
        Operand<T> x = TrainingPass.<T>typed(session.placeholder(DataType.FLOAT32, input.shape()));
        Operand<TInt64> number = session.tf().constant(step);
        Forward<T> forward = new Forward<>(session.tf(), network, phase, List.of(x), number);
        try (HostTensor fed = HostTensor.of(input)) {
            return session.program(List.of(x), forward.outputs(), List.of())
                    .run(List.of(fed))
                    .get(0);
        }
    }

    /** The inputs, then the targets, that an augmentation makes of one input and one target. */
    public static List<Array> examples(BatchAugmentation augmentation, Array input, Array target, long seed) {
        Sequential any = Sequential.of(Input.of(1), Flatten.of());
        try (Model model = any.build(Seed.of(seed))) {
            return examples(model.network(), augmentation, input, target);
        }
    }

    private static <T extends TFloating> List<Array> examples(
            Network<T> network, BatchAugmentation augmentation, Array input, Array target) {
        NativeSession session = network.session();
        Ops tf = session.tf();
        Operand<T> x = TrainingPass.<T>typed(session.placeholder(DataType.FLOAT32, input.shape()));
        Operand<T> y = TrainingPass.<T>typed(session.placeholder(DataType.FLOAT32, target.shape()));
        Examples<T> changed = augmentation.augment(
                new Examples<>(List.of(x), List.of(y)), new SeededDraws<>(tf, network, tf.constant(1L)));
        List<Operand<T>> fetched = new ArrayList<>(changed.inputs());
        fetched.addAll(changed.targets());
        try (HostTensor inputs = HostTensor.of(input);
                HostTensor targets = HostTensor.of(target)) {
            return session.program(List.of(x, y), fetched, List.of()).run(List.of(inputs, targets));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends TFloating> Operand<T> typed(Operand<? extends TType> operand) {
        // Networks here are of float32.
        return (Output<T>) (Output<? extends TType>) operand.asOutput();
    }
}
