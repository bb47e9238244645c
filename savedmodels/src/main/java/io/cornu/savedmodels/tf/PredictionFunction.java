package io.cornu.savedmodels.tf;

import io.cornu.data.DataType;
import io.cornu.data.ImagePreprocessing;
import io.cornu.model.TracedFunction;
import io.cornu.ops.ImageInputs;
import io.cornu.runtime.Device;
import io.cornu.runtime.GraphFunction;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.tf.ImagePrediction.Content;
import io.cornu.savedmodels.tf.ImagePrediction.Scores;
import io.cornu.text.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** The function behind {@code predict}: what prepares images, the network, and what reads its output. */
final class PredictionFunction {
    private static final String WHERE = "predict";

    private final ImagePrediction prediction;
    private final Slot image;
    private final Slot scores;
    private final int classes;
    private final Set<String> taken = new HashSet<>();
    private final List<Slot> inputs = new ArrayList<>();
    private final List<Slot> outputs = new ArrayList<>();

    private PredictionFunction(ImagePrediction prediction, List<Slot> modelInputs, List<Slot> modelOutputs) {
        if (modelInputs.size() != 1 || modelOutputs.size() != 1) {
            throw new IllegalArgumentException(
                    WHERE + ": expected a model with one input and one output, received one with "
                            + modelInputs.size() + " and " + modelOutputs.size() + ". Call serving_default instead.");
        }
        this.prediction = prediction;
        image = modelInputs.get(0);
        scores = modelOutputs.get(0);
        requireImages(image.shape(), prediction.preprocessing());
        classes = classes(scores.shape());
        taken.add(scores.name());
        outputs.add(scores);
    }

    /** A function, what it takes and what it gives; its variables are those of the network. */
    record Parts(FunctionDef definition, List<Slot> inputs, List<Slot> outputs) {}

    static Parts of(ImagePrediction prediction, TracedFunction network, List<Slot> inputs, List<Slot> outputs) {
        return new PredictionFunction(prediction, inputs, outputs).compose(network.definition());
    }

    private Parts compose(FunctionDef network) {
        FunctionDef before = before();
        FunctionDef after = after();
        Composition whole = new Composition();
        List<String> tensors =
                new ArrayList<>(whole.add(before, List.of(whole.argument(before.getSignature().getInputArg(0)))));
        network.getSignature().getInputArgList().stream().skip(1).forEach(handle -> tensors.add(whole.argument(handle)));
        List<String> results = whole.add(after, whole.add(network, tensors));
        List<ArgDef> likeness = after.getSignature().getOutputArgList();
        return new Parts(whole.result(likeness, results), inputs, outputs);
    }

    private FunctionDef before() {
        int height = (int) image.shape().get(1);
        int width = (int) image.shape().get(2);
        long channels = image.shape().get(3);
        try (NativeSession session = session()) {
            Ops tf = session.tf();
            Operand<? extends TType> argument;
            Operand<? extends TNumber> pixels;
            if (prediction.content() == Content.ENCODED) {
                Operand<TString> file = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
                Operand<TUint8> decoded = tf.image.decodeImage(
                        file, TUint8.class, DecodeImage.channels(channels), DecodeImage.expandAnimations(false));
                argument = file;
                pixels = tf.expandDims(decoded, tf.constant(0));
                inputs.add(new Slot("image_bytes", org.tensorflow.proto.DataType.DT_STRING, Shape.scalar()));
            } else {
                Shape shape = prediction.preprocessing().resampling() == ImagePreprocessing.Resampling.NONE
                        ? Shape.of(-1, height, width, channels)
                        : Shape.of(-1, -1, -1, channels);
                Operand<TUint8> bytes = tf.placeholder(TUint8.class, Placeholder.shape(shape));
                argument = bytes;
                pixels = bytes;
                inputs.add(new Slot("images", org.tensorflow.proto.DataType.DT_UINT8, shape));
            }
            Operand<TFloat32> prepared = ImageInputs.prepare(tf, pixels, prediction.preprocessing(), height, width);
            return function(session, argument, List.of(fitted(tf, prepared)));
        }
    }

    /** In the type that the network takes: integers are the nearest ones. */
    private Operand<? extends TType> fitted(Ops tf, Operand<TFloat32> prepared) {
        return switch (image.type()) {
            case DT_FLOAT -> prepared;
            case DT_UINT8 -> tf.dtypes.cast(tf.math.round(prepared), TUint8.class);
            case DT_INT32 -> tf.dtypes.cast(tf.math.round(prepared), TInt32.class);
            case DT_INT64 -> tf.dtypes.cast(tf.math.round(prepared), TInt64.class);
            case DT_DOUBLE -> tf.dtypes.cast(prepared, org.tensorflow.types.TFloat64.class);
            case DT_HALF -> tf.dtypes.cast(prepared, org.tensorflow.types.TFloat16.class);
            case DT_BFLOAT16 -> tf.dtypes.cast(prepared, org.tensorflow.types.TBfloat16.class);
            default ->
                throw new IllegalArgumentException(WHERE + ": expected a model that takes float32 or uint8 images,"
                        + " received one that takes " + ProtoTypes.name(image.type()) + ". Use another Input type.");
        };
    }

    private FunctionDef after() {
        try (NativeSession session = session()) {
            Ops tf = session.tf();
            Operand<? extends TType> output = session.placeholder(
                    ProtoTypes.ours(scores.type()).orElse(DataType.FLOAT32), scores.shape());
            List<Operand<?>> results = new ArrayList<>();
            results.add(tf.identity(output));
            if (classes > 0) {
                addClasses(tf, probabilities(tf, tf.dtypes.cast(output, TFloat32.class)), results);
            }
            return function(session, output, results);
        }
    }

    /** One for each class, two where the network gives one number for two. */
    private Operand<TFloat32> probabilities(Ops tf, Operand<TFloat32> output) {
        boolean isLogits = prediction.scores() == Scores.LOGITS;
        if (scores.shape().get(1) > 1) {
            return isLogits ? tf.nn.softmax(output) : output;
        }
        Operand<TFloat32> second = isLogits ? tf.math.sigmoid(output) : output;
        return tf.concat(List.of(tf.math.sub(tf.constant(1f), second), second), tf.constant(1));
    }

    private void addClasses(Ops tf, Operand<TFloat32> probabilities, List<Operand<?>> results) {
        Shape batch = Shape.of(-1);
        Operand<TInt64> best = tf.math.argMax(probabilities, tf.constant(1), TInt64.class);
        Operand<TFloat32> probability = tf.reduceMax(probabilities, tf.constant(1));
        add("class_index", org.tensorflow.proto.DataType.DT_INT64, batch, best, results);
        add("probability", org.tensorflow.proto.DataType.DT_FLOAT, batch, probability, results);
        addLabels("label", batch, tf, best, results);
        if (prediction.top() > 1) {
            Shape several = Shape.of(-1, prediction.top());
            TopK<TFloat32, TInt32> top =
                    tf.nn.topK(probabilities, tf.constant(prediction.top()), new TopK.Options[0]);
            Operand<TInt64> indices = tf.dtypes.cast(top.indices(), TInt64.class);
            add("top_class_indices", org.tensorflow.proto.DataType.DT_INT64, several, indices, results);
            add("top_probabilities", org.tensorflow.proto.DataType.DT_FLOAT, several, top.values(), results);
            addLabels("top_labels", several, tf, indices, results);
        }
    }

    private void addLabels(String name, Shape shape, Ops tf, Operand<TInt64> indices, List<Operand<?>> results) {
        if (!prediction.labels().isEmpty()) {
            Operand<TString> labels =
                    tf.constant(StandardCharsets.UTF_8, prediction.labels().toArray(String[]::new));
            Operand<TString> chosen = tf.gather(labels, indices, tf.constant(0));
            add(name, org.tensorflow.proto.DataType.DT_STRING, shape, chosen, results);
        }
    }

    private void add(
            String name,
            org.tensorflow.proto.DataType type,
            Shape shape,
            Operand<?> operand,
            List<Operand<?>> results) {
        outputs.add(new Slot(PythonNames.unique(name, taken), type, shape));
        results.add(operand);
    }

    private static void requireImages(Shape shape, ImagePreprocessing preprocessing) {
        boolean areImages = shape.numDimensions() == 4 && shape.get(1) > 0 && shape.get(2) > 0 && shape.get(3) > 0;
        if (!areImages) {
            throw new IllegalArgumentException(
                    WHERE + ": expected a model that takes images of a known size, received one that takes "
                            + Shapes.text(shape) + ". Call serving_default instead, or give Input its height and width.");
        }
        preprocessing.requireChannels((int) shape.get(3));
    }

    /** How many classes the network tells apart; 0 if none are asked for. */
    private int classes(Shape shape) {
        if (prediction.scores() == Scores.OTHER) {
            return 0;
        }
        if (shape.numDimensions() != 2 || shape.get(1) < 1) {
            throw new IllegalArgumentException(
                    WHERE + ": expected a model that gives one number for each class, received one that gives "
                            + Shapes.text(shape) + ". Set scores to OTHER.");
        }
        int count = Math.max(2, (int) shape.get(1));
        List<String> labels = prediction.labels();
        if (!labels.isEmpty() && labels.size() != count) {
            throw new IllegalArgumentException(WHERE + ": expected " + count + " labels, one for each class, received "
                    + labels.size() + ". Give them in the order of the classes.");
        }
        if (prediction.top() > count) {
            throw new IllegalArgumentException(WHERE + ": expected top to be at most " + count
                    + ", the number of classes, received " + prediction.top() + ". Ask for fewer.");
        }
        return count;
    }

    private static FunctionDef function(NativeSession session, Operand<?> argument, List<Operand<?>> results) {
        List<Operand<?>> distinct = new ArrayList<>();
        // Identities, because a result may be the argument.
        results.forEach(result -> distinct.add(identity(session.tf(), result.asOutput())));
        GraphFunction function = session.function(List.of(argument), List.of(), distinct);
        return function.definition();
    }

    @SuppressWarnings("unchecked")
    private static Operand<?> identity(Ops tf, Output<?> output) {
        return tf.identity((Output<TType>) output);
    }

    /** Nothing is run here, so no GPU is needed. */
    private static NativeSession session() {
        return new NativeSession(SessionOptions.defaults().withDevice(new Device.Cpu()));
    }
}
