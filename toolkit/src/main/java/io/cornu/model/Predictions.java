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
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A network's prediction programs, one for each phase and type of data, made when first needed.
 *
 * @param <T> the type of the numbers
 */
final class Predictions<T extends TFloating> {
    /** How many bytes several passes at once may take; more passes are made in several runs. */
    private static final long PASS_MEMORY = 256L << 20;

    private record Key(Phase phase, Format format) {}

    private final Network<T> network;
    private final List<Shape> declared;
    private final Map<Key, Program> programs = new HashMap<>();
    private final Map<Format, Optional<Program>> passPrograms = new HashMap<>();

    Predictions(Network<T> network) {
        this.network = network;
        this.declared = network.graph().inputShapes().stream()
                .map(shape -> shape.takeLast(shape.numDimensions() - 1))
                .toList();
    }

    List<Array> predict(Dataset data, int batchSize, Phase phase, long sample) {
        requireExamples(data, batchSize);
        List<List<Array>> parts = new ArrayList<>();
        try (BatchQueue batches = new BatchQueue(BatchQueue.Source.of(data, this::inputsOf), data.size(), batchSize)) {
            while (batches.hasNext()) {
                try (BatchQueue.Fed batch = batches.next()) {
                    parts.add(run(new Key(phase, batch.format()), batch, sample));
                }
            }
        }
        return joined(parts);
    }

    /** One batch that lies in native memory, in one run. */
    List<Array> predict(List<HostTensor> inputs) {
        Fitting.requireInputs(
                network.graph(), inputs.stream().map(HostTensor::shape).toList());
        List<DataType> types = inputs.stream().map(HostTensor::dataType).toList();
        return program(new Key(Phase.INFERENCE, new Format(types, declared, 0, false, false)))
                .run(inputs);
    }

    /** By output, each of the shape (passes, examples, ...). */
    List<Array> passes(Dataset data, int batchSize, long first, int count) {
        requireExamples(data, batchSize);
        Arguments.positive("predict", "passes", count);
        List<Samples> outputs = new ArrayList<>();
        int example = 0;
        try (BatchQueue batches = new BatchQueue(BatchQueue.Source.of(data, this::inputsOf), data.size(), batchSize)) {
            while (batches.hasNext()) {
                try (BatchQueue.Fed batch = batches.next()) {
                    int atOnce = Math.min(count, passLimit(batch));
                    for (int pass = 0; pass < count; pass += atOnce) {
                        int some = Math.min(atOnce, count - pass);
                        List<Array> results = passes(batch, first + pass, some);
                        for (int i = 0; i < results.size(); i++) {
                            if (outputs.size() == i) {
                                outputs.add(new Samples(results.get(i), count, data.size()));
                            }
                            outputs.get(i).put(results.get(i), pass, some, example, batch.size());
                        }
                    }
                    example += batch.size();
                }
            }
        }
        return outputs.stream().map(Samples::array).toList();
    }

    private static void requireExamples(Dataset data, int batchSize) {
        Arguments.positive("predict", "batchSize", batchSize);
        Arguments.require(data.size() > 0, "predict", "at least one example must be given", data.size() + " examples");
    }

    /** Some passes over a batch, one below the other. */
    private List<Array> passes(BatchQueue.Fed batch, long first, int count) {
        Optional<Program> atOnce = program(batch.format());
        if (atOnce.isPresent()) {
            try (HostTensor times = HostTensor.of(Array.of(new int[] {count}).reshape())) {
                return run(atOnce.get(), batch, first, List.of(times));
            }
        }
        List<List<Array>> parts = new ArrayList<>();
        Key key = new Key(Phase.MONTE_CARLO, batch.format());
        for (int pass = 0; pass < count; pass++) {
            parts.add(run(key, batch, first + pass));
        }
        return joined(parts);
    }

    private List<Array> run(Key key, BatchQueue.Fed batch, long sample) {
        Program program = program(new Key(key.phase(), general(key.format())));
        return isFedNumber(key.phase()) ? run(program, batch, sample, List.of()) : program.run(batch.tensors());
    }

    /** Whether a program is fed the number of the sample; what draws no random numbers needs none. */
    private static boolean isFedNumber(Phase phase) {
        return phase != Phase.INFERENCE;
    }

    /** One program for all sizes that an input may have: those that come from outside have no end. */
    private Format general(Format format) {
        return new Format(format.types(), declared, 0, false, false);
    }


    private static List<Array> run(Program program, BatchQueue.Fed batch, long sample, List<HostTensor> more) {
        try (HostTensor number = HostTensor.of(Array.scalar(sample))) {
            List<HostTensor> feeds = new ArrayList<>(batch.tensors());
            feeds.add(number);
            feeds.addAll(more);
            return program.run(feeds);
        }
    }

    private Program program(Key key) {
        synchronized (network.session()) {
            return programs.computeIfAbsent(key, this::build);
        }
    }

    /** Several passes at once, if the layers allow it. */
    private Optional<Program> program(Format format) {
        synchronized (network.session()) {
            return passPrograms.computeIfAbsent(general(format), f -> {
                try {
                    return Optional.of(buildPasses(f));
                } catch (Draws.SeparatePassesException e) {
                    return Optional.empty();
                }
            });
        }
    }

    /** How many passes fit into the memory set aside: of the largest result, a layer needs about four copies. */
    private int passLimit(BatchQueue.Fed batch) {
        LayerGraph graph = network.graph();
        long unknown = batch.format().examples().stream()
                .mapToLong(shape -> Math.max(1, shape.size()))
                .max()
                .orElse(1);
        boolean[] differs = graph.stochasticCalls();
        long largest = 1;
        for (int i = 0; i < differs.length; i++) {
            if (differs[i]) {
                for (Shape shape : graph.calls().get(i).outputShapes()) {
                    largest = Math.max(largest, numbers(shape, unknown));
                }
                for (Shape shape : graph.calls().get(i).inputShapes()) {
                    largest = Math.max(largest, numbers(shape, unknown));
                }
            }
        }
        long bytes = 4L * network.dataType().size() * largest * batch.size();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, PASS_MEMORY / bytes));
    }

    /** The numbers of one example; where dimensions are unknown, as many times more as the input has. */
    private static long numbers(Shape shape, long unknown) {
        long product = 1;
        boolean isKnown = true;
        for (int i = 1; i < shape.numDimensions(); i++) {
            isKnown &= shape.get(i) != Shape.UNKNOWN_SIZE;
            product *= Math.max(1, shape.get(i));
        }
        return isKnown ? product : product * unknown;
    }

    private Program build(Key key) {
        var session = network.session();
        Ops tf = session.tf().withSubScope("predict");
        BatchGraph<T> batch = new BatchGraph<>(session, network.type(), key.format(), "predict_" + programs.size());
        List<Operand<?>> feeds = new ArrayList<>(batch.feeds());
        Operand<TInt64> sample = tf.constant(0L);
        if (isFedNumber(key.phase())) {
            sample = typed(session.placeholder(DataType.INT64, Shape.scalar()));
            feeds.add(sample);
        }
        Forward<T> forward = new Forward<>(tf, network, key.phase(), batch.inputs(), sample);
        return session.program(feeds, forward.outputs(), List.of());
    }

    private Program buildPasses(Format format) {
        var session = network.session();
        Ops tf = session.tf().withSubScope("passes");
        BatchGraph<T> batch = new BatchGraph<>(session, network.type(), format, "passes_" + passPrograms.size());
        Operand<TInt64> first = typed(session.placeholder(DataType.INT64, Shape.scalar()));
        Operand<TInt32> count = typed(session.placeholder(DataType.INT32, Shape.scalar()));
        Passes passes = Passes.several(tf, first, count, batch.inputs().get(0));
        Forward<T> forward = new Forward<>(tf, network, Phase.MONTE_CARLO, batch.inputs(), passes);
        List<Operand<?>> feeds = new ArrayList<>(batch.feeds());
        feeds.add(first);
        feeds.add(count);
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

    /** One output's results of all passes and examples. */
    private static final class Samples {
        private final DataType type;
        private final long[] shape;
        private final int rowBytes;
        private final ByteBuffer bytes;

        Samples(Array rows, int passes, int examples) {
            type = rows.dataType();
            shape = rows.shape().prepend(passes).asArray();
            rowBytes = Math.toIntExact(rows.bytes().capacity() / shape[1]);
            shape[1] = examples;
            long size = (long) rowBytes * passes * examples;
            Arguments.require(
                    size <= Integer.MAX_VALUE,
                    "predict",
                    "the samples must fit into 2^31 bytes; give fewer examples at once, or take fewer passes",
                    size + " bytes");
            bytes = ByteBuffer.allocate((int) size);
        }

        /** Puts rows that stand pass below pass where they belong. */
        void put(Array rows, int firstPass, int passes, int firstExample, int examples) {
            ByteBuffer from = rows.bytes();
            int length = rowBytes * examples;
            for (int pass = 0; pass < passes; pass++) {
                int target = Math.toIntExact(((firstPass + pass) * shape[1] + firstExample) * rowBytes);
                bytes.put(target, from, pass * length, length);
            }
        }

        Array array() {
            return Array.wrap(type, bytes, shape);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends TType> Operand<X> typed(Operand<? extends TType> operand) {
        return (Output<X>) (Output<? extends TType>) operand.asOutput();
    }
}
