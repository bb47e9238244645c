package io.cornu.augmentation;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Runs what layers do to images, apart from any network, with parameters that are fed. */
final class GivenDraws {
    private GivenDraws() {}

    /** Changes images by parameters. */
    static Array run(
            Array images,
            List<Array> parameters,
            BiFunction<Pixels<TFloat32>, List<Operand<TFloat32>>, Operand<TFloat32>> change) {
        try (NativeSession session = new NativeSession(SessionOptions.defaults())) {
            List<Operand<?>> feeds = new ArrayList<>();
            List<Operand<TFloat32>> given = new ArrayList<>();
            List<HostTensor> tensors = new ArrayList<>();
            Operand<TFloat32> x = floats(session.placeholder(DataType.FLOAT32, images.shape()));
            feeds.add(x);
            tensors.add(HostTensor.of(images));
            for (Array parameter : parameters) {
                Operand<TFloat32> operand = floats(session.placeholder(DataType.FLOAT32, parameter.shape()));
                feeds.add(operand);
                given.add(operand);
                tensors.add(HostTensor.of(parameter));
            }
            try {
                Operand<TFloat32> changed = change.apply(new Pixels<>(new None(session.tf()), x), given);
                return session.program(feeds, List.of(changed), List.of())
                        .run(tensors)
                        .get(0);
            } finally {
                tensors.forEach(HostTensor::close);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> floats(Operand<? extends TType> operand) {
        return (Output<TFloat32>) (Output<? extends TType>) operand.asOutput();
    }

    /** Nothing may be drawn. */
    private record None(Ops tf) implements Draws<TFloat32> {
        @Override
        public Class<TFloat32> type() {
            return TFloat32.class;
        }

        @Override
        public Operand<TFloat32> randomUniform(Operand<TInt32> shape) {
            throw new AssertionError("a draw");
        }

        @Override
        public Operand<TFloat32> randomNormal(Operand<TInt32> shape) {
            throw new AssertionError("a draw");
        }
    }
}
