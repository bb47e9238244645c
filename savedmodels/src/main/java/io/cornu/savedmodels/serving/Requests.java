package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.ImagePreprocessing;
import io.cornu.runtime.HostTensor;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Shapes;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Turns what callers have into what a model takes, checked before any memory is taken. */
final class Requests {
    private final Servable servable;
    private final int maxBatchSize;
    private final long maxElements;
    private final Optional<ImagePreprocessing> preprocessing;

    Requests(Servable servable, PredictorOptions options) {
        this.servable = servable;
        this.maxBatchSize = options.maxBatchSize();
        this.maxElements = options.maxElements();
        this.preprocessing = options.preprocessing();
    }

    /** Arrays in the order of the inputs. */
    List<HostTensor> tensors(List<Array> arrays) {
        check(arrays);
        List<HostTensor> tensors = new ArrayList<>(arrays.size());
        try {
            for (int i = 0; i < arrays.size(); i++) {
                tensors.add(servable.feed(i, arrays.get(i)));
            }
            return tensors;
        } catch (RuntimeException | Error e) {
            tensors.forEach(HostTensor::close);
            throw e;
        }
    }

    /** Arrays by the names of the inputs, in their order. */
    List<Array> ordered(Map<String, Array> named) {
        List<String> names =
                servable.inputs().stream().map(TensorDescription::name).toList();
        List<Array> arrays = new ArrayList<>();
        for (String name : names) {
            Array array = named.get(name);
            if (array != null) {
                arrays.add(array);
            }
        }
        if (arrays.size() != names.size() || named.size() != names.size()) {
            throw new IllegalArgumentException(
                    "predict: expected inputs " + names + ", received " + named.keySet() + ".");
        }
        return arrays;
    }

    /** Numbers of whole examples, one after the other. */
    List<HostTensor> tensors(FloatBuffer values) {
        TensorDescription input = single();
        Shape shape = rows(input, values.remaining(), "numbers");
        if (servable.takesFloats(0)) {
            return List.of(HostTensor.filled(DataType.FLOAT32, shape, memory -> memory.asFloatBuffer()
                    .put(values.duplicate())));
        }
        float[] copy = new float[values.remaining()];
        values.duplicate().get(copy);
        return List.of(servable.feed(0, Array.of(copy, shape.asArray())));
    }

    /** One example a row. */
    List<HostTensor> tensors(float[][] rows) {
        TensorDescription input = single();
        int size = exampleSize(input);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != size) {
                throw new IllegalArgumentException("predict: input '" + input.name() + "': expected rows of " + size
                        + " numbers, received row " + i + " with " + rows[i].length + ".");
            }
        }
        Shape shape = rows(input, (long) size * rows.length, "numbers");
        if (servable.takesFloats(0)) {
            return List.of(HostTensor.filled(DataType.FLOAT32, shape, memory -> {
                FloatBuffer target = memory.asFloatBuffer();
                for (float[] row : rows) {
                    target.put(row);
                }
            }));
        }
        FloatBuffer all = FloatBuffer.allocate(size * rows.length);
        for (float[] row : rows) {
            all.put(row);
        }
        return List.of(servable.feed(0, Array.of(all.array(), shape.asArray())));
    }

    /** Whole examples as they lie in memory, in the type of the input and the order of bytes that the buffer says. */
    List<HostTensor> tensors(ByteBuffer bytes) {
        TensorDescription input = single();
        DataType type = type(input);
        int remaining = bytes.remaining();
        if (remaining % type.size() != 0) {
            throw new IllegalArgumentException("predict: input '" + input.name() + "': expected numbers of "
                    + type.size() + " bytes (" + type.kerasName() + "), received " + remaining + " bytes.");
        }
        if (type.size() > 1 && bytes.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("predict: input '" + input.name()
                    + "': expected bytes in little-endian order, received a buffer in " + bytes.order()
                    + ". Fill it after order(ByteOrder.LITTLE_ENDIAN).");
        }
        Shape shape = rows(input, remaining / type.size(), "numbers");
        return List.of(servable.feed(0, Array.wrap(type, bytes, shape.asArray())));
    }

    /** Images, prepared as the options say. */
    List<HostTensor> images(List<BufferedImage> images) {
        TensorDescription input = single();
        Shape shape = input.shape();
        boolean takesImages = !shape.isUnknown() && shape.numDimensions() == 4 && shape.get(3) > 0;
        if (!takesImages) {
            throw new IllegalArgumentException("predict: input '" + input.name()
                    + "': expected a model that takes images (batch, height, width, channels), received one that takes "
                    + Shapes.text(shape) + ". Give an Array.");
        }
        requireRows(input, images.size());
        int height = size(shape.get(1), images.get(0).getHeight());
        int width = size(shape.get(2), images.get(0).getWidth());
        int channels = Math.toIntExact(shape.get(3));
        requireElements(Math.multiplyExact((long) height * width, (long) channels * images.size()));
        if (preprocessing.isPresent()) {
            return tensors(List.of(preprocessing.get().apply(images, height, width, channels)));
        }
        if (!input.dataType().equals(Optional.of(DataType.UINT8))) {
            throw new IllegalArgumentException("predict: input '" + input.name() + "': expected to know how images become "
                    + input.typeName() + ", received no preprocessing. Give PredictorOptions.withPreprocessing what the"
                    + " model was trained with.");
        }
        return tensors(List.of(ImagePreprocessing.bytes(images, channels)));
    }

    private static int size(long declared, int own) {
        return declared == Shape.UNKNOWN_SIZE ? own : Math.toIntExact(declared);
    }

    void check(List<Array> arrays) {
        List<TensorDescription> inputs = servable.inputs();
        if (arrays.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "predict: expected " + inputs.size() + " input(s) " + inputs + ", received " + arrays.size() + ".");
        }
        long elements = 0;
        for (int i = 0; i < arrays.size(); i++) {
            Shape shape = arrays.get(i).shape();
            requireShape(inputs.get(i), shape);
            elements += arrays.get(i).size();
            if (hasFreeRows(inputs.get(i))) {
                requireRows(inputs.get(i), shape.get(0));
            }
        }
        requireElements(elements);
    }

    /** How many examples there are, by the first input. */
    static long examples(List<HostTensor> tensors) {
        if (tensors.isEmpty()) {
            return 1;
        }
        Shape shape = tensors.get(0).shape();
        return shape.numDimensions() == 0 ? 1 : shape.get(0);
    }

    private static void requireShape(TensorDescription input, Shape received) {
        Shape expected = input.shape();
        boolean fits = expected.isUnknown()
                || expected.numDimensions() == received.numDimensions()
                        && IntStream.range(0, expected.numDimensions())
                                .allMatch(i -> expected.get(i) == Shape.UNKNOWN_SIZE
                                        || expected.get(i) == received.get(i));
        if (!fits) {
            throw new IllegalArgumentException("predict: input '" + input.name() + "': expected shape "
                    + Shapes.text(expected) + ", received " + Shapes.text(received) + ". Reshape it.");
        }
    }

    private static boolean hasFreeRows(TensorDescription input) {
        return !input.shape().isUnknown()
                && input.shape().numDimensions() > 0
                && input.shape().get(0) == Shape.UNKNOWN_SIZE;
    }

    private void requireRows(TensorDescription input, long rows) {
        if (rows < 1 || rows > maxBatchSize) {
            throw new IllegalArgumentException("predict: input '" + input.name() + "': expected 1 to " + maxBatchSize
                    + " examples in a call, received " + rows
                    + ". Send smaller batches, or raise PredictorOptions.maxBatchSize.");
        }
    }

    private void requireElements(long elements) {
        if (elements > maxElements) {
            throw new IllegalArgumentException("predict: expected at most " + maxElements
                    + " numbers in a call, received " + elements
                    + ". Send smaller batches, or raise PredictorOptions.maxElements.");
        }
    }

    private Shape rows(TensorDescription input, long numbers, String what) {
        int size = exampleSize(input);
        if (numbers == 0 || numbers % size != 0) {
            throw new IllegalArgumentException("predict: input '" + input.name() + "': expected " + size + " " + what
                    + " for each example of " + Shapes.text(input.shape()) + ", received " + numbers + ".");
        }
        requireElements(numbers);
        Shape shape =
                input.shape().takeLast(input.shape().numDimensions() - 1).prepend(numbers / size);
        requireShape(input, shape);
        if (hasFreeRows(input)) {
            requireRows(input, numbers / size);
        }
        return shape;
    }

    private TensorDescription single() {
        List<TensorDescription> inputs = servable.inputs();
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("predict: expected a model with one input, received one with " + inputs
                    + ". Give a list or a map of arrays.");
        }
        return inputs.get(0);
    }

    private static DataType type(TensorDescription input) {
        return input.dataType()
                .orElseThrow(() -> new IllegalArgumentException("predict: input '" + input.name()
                        + "': expected numbers, received a model that takes " + input.typeName() + "."));
    }

    /** How many numbers an example has; plain numbers have no shape to tell. */
    private static int exampleSize(TensorDescription input) {
        Shape shape = input.shape();
        long size = 1;
        boolean isKnown = !shape.isUnknown() && shape.numDimensions() > 0;
        for (int i = 1; isKnown && i < shape.numDimensions(); i++) {
            isKnown = shape.get(i) > 0 && size <= Integer.MAX_VALUE;
            size *= shape.get(i);
        }
        if (!isKnown || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("predict: input '" + input.name()
                    + "': expected a model whose examples have one known size, received "
                    + Shapes.text(shape) + ". Give an Array, which has a shape.");
        }
        return (int) size;
    }
}
