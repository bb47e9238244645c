package io.cornu.model;

import io.cornu.augmentation.BatchAugmentation;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Phase;
import io.cornu.model.BatchGraph.Format;
import io.cornu.optimizers.fullbatch.FullBatchOptimizer;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.runtime.Variable;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A network's training and evaluation programs, made when first needed, with the optimizer they share.
 *
 * @param <T> the type of the numbers
 */
final class Training<T extends TFloating> {
    /** Data up to this size moves to the device once; what is larger, or not in memory, is fed batch by batch. */
    private static final long RESIDENT_LIMIT = 1L << 30;

    private final Network<T> network;
    private final Compilation compilation;
    private final String scope;
    private final OptimizerProgram<T> optimizer;
    private final Map<TrainKey, Graph> trainGraphs = new HashMap<>();
    private final Map<Format, Graph> evaluationGraphs = new HashMap<>();
    /** Batches of different forms, such as lengths, add to the same totals. */
    private final Map<String, Variable> trainTotals = new HashMap<>();

    private final Map<String, Variable> evaluationTotals = new HashMap<>();
    private final Map<Format, ProbeProgram> probes = new HashMap<>();
    private Optional<BatchAugmentation> augmentation = Optional.empty();
    private double constantRate;
    private long iterations;

    Training(Network<T> network, Compilation compilation, String scope) {
        this.network = network;
        this.compilation = compilation;
        this.scope = scope;
        this.optimizer = new OptimizerProgram<>(network, compilation.optimizer(), scope);
        this.constantRate = compilation.optimizer().learningRate().at(0);
    }

    private record TrainKey(Format format, Optional<BatchAugmentation> augmentation) {}

    /** Where batches of one format enter, what is run for them, and what they add to. */
    private final class Graph {
        private final BatchGraph<T> batch;
        private final Totals totals;
        private final Program program;
        private final Supplier<FullBatch.Programs> fullBatch;

        Graph(Format format, boolean isTraining) {
            NativeSession session = network.session();
            String name =
                    scope + (isTraining ? "_train_" + trainGraphs.size() : "_evaluate_" + evaluationGraphs.size());
            Ops tf = session.tf().withSubScope(name);
            batch = new BatchGraph<>(session, network.type(), format, name);
            totals = new Totals(session, name, isTraining ? trainTotals : evaluationTotals);
            if (isTraining) {
                augmentation.ifPresent(
                        change -> batch.augment(change, new SeededDraws<>(tf, network, optimizer.step())));
            }
            Phase phase = isTraining ? Phase.TRAINING : Phase.INFERENCE;
            Forward<T> forward = new Forward<>(tf, network, phase, batch.inputs(), optimizer.step());
            Objective<T> objective = new Objective<>(tf, network, compilation, batch, forward, totals);
            List<Operand<?>> feeds = new ArrayList<>(batch.feeds());
            List<Op> targets = new ArrayList<>(totals.additions());
            if (isTraining) {
                List<Operand<T>> rates = new ArrayList<>();
                for (int i = 0; i < optimizer.learningRates().size(); i++) {
                    var rate = session.placeholder(DataType.FLOAT32, Shape.scalar());
                    feeds.add(rate);
                    rates.add(tf.dtypes.cast(rate, network.type()));
                }
                targets.addAll(optimizer.update(tf, objective.loss(), rates, forward.replacements()));
                forward.updates().forEach((variable, value) -> targets.add(Casts.assign(tf, variable, value)));
            }
            // One target behind which all others hang is cheaper than many.
            Op all = tf.withControlDependencies(targets).noOp();
            List<Operand<?>> fetches = new ArrayList<>(List.of(objective.loss()));
            if (isTraining && optimizer.maySkip()) {
                fetches.add(optimizer.stepAfter(tf, all));
            }
            program = session.program(feeds, fetches, List.of(all));
            fullBatch = () -> FullBatch.Programs.of(tf, network, batch.feeds(), objective.loss(), forward, totals);
        }
    }

    /**
     * Data made ready for programs of one kind.
     *
     * @param source where batches come from
     * @param examples how many there are
     * @param resident the graph that holds the data on the device
     */
    record Data(BatchQueue.Source source, int examples, Optional<BatchGraph<?>> resident) implements AutoCloseable {
        @Override
        public void close() {
            resident.ifPresent(BatchGraph::close);
        }
    }

    /** From now on batches are changed before the network learns from them, or are no more. */
    void augment(Optional<BatchAugmentation> change) {
        if (change.isPresent()) {
            List<Shape> outputs = network.graph().outputShapes();
            for (int i = 0; i < outputs.size(); i++) {
                long classes = compilation.outputs().get(i).loss().classes(outputs.get(i));
                if (classes > 0) {
                    throw new IllegalArgumentException("fit: expected one-hot or soft targets for " + change.get()
                            + ", received class numbers, of which output '"
                            + network.graph().outputNames().get(i) + "' takes its loss. Encode them with OneHot.of("
                            + classes + ").apply(data), and compile with categorical cross-entropy.");
                }
            }
        }
        augmentation = change;
    }

    Data openTraining(Dataset data, Map<Integer, Double> classWeights) {
        return open(data, classWeights, true);
    }

    Data openEvaluation(Dataset data) {
        return open(data, Map.of(), false);
    }

    private Data open(Dataset data, Map<Integer, Double> classWeights, boolean isTraining) {
        Optional<Batch> memory = data.inMemory();
        if (memory.isPresent() && size(memory.get()) <= RESIDENT_LIMIT) {
            Batch all = Fitting.examples(network.graph(), compilation, classWeights, memory.get());
            Format format = Format.of(all, true);
            BatchGraph<T> batch = graph(format, isTraining).batch;
            // A fit's data lies there when a callback evaluates other data of its form: that is fed.
            if (!batch.isLoaded()) {
                batch.load(all);
                return new Data(BatchQueue.Source.resident(format), data.size(), Optional.of(batch));
            }
        }
        BatchQueue.Source source = BatchQueue.Source.of(
                data, batch -> Fitting.examples(network.graph(), compilation, classWeights, batch));
        return new Data(source, data.size(), Optional.empty());
    }

    /** One step; gives the loss of the batch. */
    double train(BatchQueue.Fed batch) {
        optimizer.start();
        List<HostTensor> rates = new ArrayList<>();
        try (batch) {
            learningRates().forEach(rate -> rates.add(HostTensor.of(Array.scalar(rate.floatValue()))));
            List<HostTensor> feeds = new ArrayList<>(batch.tensors());
            feeds.addAll(rates);
            Program program = graph(batch.format(), true).program;
            if (optimizer.maySkip()) {
                List<Array> results = program.run(feeds);
                iterations = (long) results.get(1).at(0);
                return results.get(0).at(0);
            }
            double loss = program.runScalar(feeds);
            iterations++;
            return loss;
        } finally {
            rates.forEach(HostTensor::close);
        }
    }

    /** Looks for weights by the loss of all examples at once. */
    void search(FullBatchOptimizer optimizer, Data data, RandomGenerator random, Predicate<Totals> iterationEnd) {
        int[] all = IntStream.range(0, data.examples()).toArray();
        try (BatchQueue.Fed examples = data.source().read(all)) {
            FullBatch.Programs programs =
                    graph(examples.format(), true).fullBatch.get();
            optimizer.minimize(new FullBatch(network.session(), programs, examples.tensors(), random, iterationEnd));
        }
    }

    /** What measures batches of a format without changing anything. */
    ProbeProgram probe(Format format) {
        return probes.computeIfAbsent(
                format,
                key -> ProbeProgram.of(network, compilation, optimizer, key, scope + "_probe_" + probes.size()));
    }

    /** Makes the weights what they are to be at the end of a fit; averages of no step are none. */
    void finish() {
        if (iterations > 0) {
            optimizer.finish();
        }
    }

    Map<String, Double> evaluate(Data data, int batchSize) {
        return measured(data, batchSize).results();
    }

    /** What all batches added up to. */
    Totals measured(Data data, int batchSize) {
        Totals totals = null;
        try (BatchQueue batches = new BatchQueue(data.source(), data.examples(), batchSize)) {
            while (batches.hasNext()) {
                try (BatchQueue.Fed batch = batches.next()) {
                    Graph graph = graph(batch.format(), false);
                    if (totals == null) {
                        totals = graph.totals;
                        totals.reset();
                    }
                    graph.program.runScalar(batch.tensors());
                }
            }
        }
        if (totals == null) {
            throw new IllegalStateException("evaluate: no batch was read");
        }
        return totals;
    }

    /** Frees what the optimizer remembers. Nothing may be trained here any more. */
    void release() {
        optimizer.release();
    }

    /** The totals of the program for a format. */
    Totals totals(Format format) {
        return graph(format, true).totals;
    }

    OptimizerProgram<T> optimizer() {
        return optimizer;
    }

    double learningRate() {
        return now(compilation.optimizer().learningRate());
    }

    private List<Double> learningRates() {
        List<LearningRate> rates = optimizer.learningRates();
        return rates.size() == 1
                ? List.of(now(rates.get(0)))
                : rates.stream().map(rate -> rate.at(iterations)).toList();
    }

    private double now(LearningRate rate) {
        return rate instanceof LearningRate.Constant ? constantRate : rate.at(iterations);
    }

    void setLearningRate(double rate) {
        constantRate = rate;
    }

    long iterations() {
        return iterations;
    }

    void setIterations(long number) {
        iterations = number;
    }

    private Graph graph(Format format, boolean isTraining) {
        return isTraining
                ? trainGraphs.computeIfAbsent(new TrainKey(format, augmentation), key -> new Graph(key.format(), true))
                : evaluationGraphs.computeIfAbsent(format, f -> new Graph(f, false));
    }

    private static long size(Batch batch) {
        long bytes = 0;
        for (Array array : batch.inputs()) {
            bytes += array.bytes().capacity();
        }
        return bytes;
    }
}
