package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Phase;
import io.cornu.model.BatchGraph.Format;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.Program;
import io.cornu.text.Arguments;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A network's prediction programs, one for each phase and type of data, made when first needed.
 *
 * @param <T> the type of the numbers
 */
final class Predictions<T extends TFloating> {
    private record Key(Phase phase, Format format) {}

    private final Network<T> network;
    private final Map<Key, Program> programs = new HashMap<>();

    Predictions(Network<T> network) {
        this.network = network;
    }

    List<Array> predict(Dataset data, int batchSize, Phase phase, long sample) {
        Arguments.positive("predict", "batchSize", batchSize);
        Arguments.require(data.size() > 0, "predict", "at least one example must be given", data.size() + " examples");
        List<List<Array>> parts = new ArrayList<>();
        try (BatchQueue batches = new BatchQueue(BatchQueue.Source.of(data, this::inputsOf), data.size(), batchSize)) {
            while (batches.hasNext()) {
                parts.add(run(batches.next(), phase, sample));
            }
        }
        return joined(parts);
    }

    private List<Array> run(BatchQueue.Fed batch, Phase phase, long sample) {
        try (batch;
                HostTensor number = HostTensor.of(Array.scalar(sample))) {
            List<HostTensor> feeds = new ArrayList<>(batch.tensors());
            feeds.add(number);
            return program(new Key(phase, batch.format())).run(feeds);
        }
    }

    private synchronized Program program(Key key) {
        return programs.computeIfAbsent(key, this::build);
    }

    private Program build(Key key) {
        var session = network.session();
        Ops tf = session.tf().withSubScope("predict");
        BatchGraph<T> batch = new BatchGraph<>(session, network.type(), key.format(), "predict_" + programs.size());
        Operand<TInt64> sample = longs(session.placeholder(DataType.INT64, Shape.scalar()));
        Forward<T> forward = new Forward<>(tf, network, key.phase(), batch.inputs(), sample);
        List<Operand<?>> feeds = new ArrayList<>(batch.feeds());
        feeds.add(sample);
        return session.program(feeds, forward.outputs(), List.of());
    }

    private Batch inputsOf(Batch batch) {
        return Fitting.inputs(network.graph(), batch);
    }

    private static List<Array> joined(List<List<Array>> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<Array> outputs = new ArrayList<>();
        for (int output = 0; output < parts.get(0).size(); output++) {
            int bytes = 0;
            long rows = 0;
            for (List<Array> part : parts) {
                bytes = Math.addExact(bytes, part.get(output).bytes().capacity());
                rows += part.get(output).shape().get(0);
            }
            ByteBuffer all = ByteBuffer.allocate(bytes);
            for (List<Array> part : parts) {
                all.put(part.get(output).bytes());
            }
            Array first = parts.get(0).get(output);
            long[] shape = first.shape().asArray();
            shape[0] = rows;
            outputs.add(Array.wrap(first.dataType(), all.flip(), shape));
        }
        return outputs;
    }

    @SuppressWarnings("unchecked")
    private static Operand<TInt64> longs(Operand<? extends TType> operand) {
        return (Output<TInt64>) (Output<? extends TType>) operand.asOutput();
    }
}
