package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.data.Array;
import io.cornu.initializers.Initializer;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.Padding;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import io.cornu.optimizers.Optimizer;
import io.cornu.regularizers.Regularizer;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * How a kind of value stands in Keras' configurations.
 *
 * @param <V> the kind of value in Java
 */
public final class OptionType<V> {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_RANK = 8;
    private static final int MAX_NUMBERS = 100_000;

    /** A whole number. */
    public static final OptionType<Integer> INTEGER =
            new OptionType<>((value, registry) -> JSON.numberNode(value), OptionType::integer);

    /** A finite number. */
    public static final OptionType<Double> NUMBER =
            new OptionType<>((value, registry) -> JSON.numberNode(value), OptionType::number);

    /** A number that Keras keeps in float32, so that 0.1 may come as 0.10000000149011612. */
    static final OptionType<Double> SINGLE = NUMBER.map(OptionType::shortest, value -> value);

    /** True or false. */
    public static final OptionType<Boolean> FLAG =
            new OptionType<>((value, registry) -> JSON.booleanNode(value), OptionType::flag);

    /** A whole number that may be large. */
    static final OptionType<Long> LONG =
            new OptionType<>((value, registry) -> JSON.numberNode(value), OptionType::large);

    /** A text. */
    public static final OptionType<String> TEXT =
            new OptionType<>((value, registry) -> JSON.textNode(value), OptionType::text);

    /** A height and a width: a list of two, or one number for both. */
    public static final OptionType<Size2D> SIZE_2D = new OptionType<>(
            (value, registry) -> JSON.arrayNode().add(value.height()).add(value.width()), OptionType::size);

    /** A depth, a height and a width: a list of three, or one number for all. */
    public static final OptionType<Size3D> SIZE_3D = new OptionType<>(
            (value, registry) ->
                    JSON.arrayNode().add(value.depth()).add(value.height()).add(value.width()),
            OptionType::volume);

    /** A number of steps: a list of one, or the number itself. */
    public static final OptionType<Integer> SIZE_1D =
            new OptionType<>((value, registry) -> JSON.arrayNode().add(value), OptionType::length);

    /** The dimensions of an example, as a list; -1 where unknown. */
    public static final OptionType<Shape> SHAPE =
            new OptionType<>((value, registry) -> array(value.asArray()), OptionType::shape);

    /** A list of sizes; -1 here is null there, and means that the size is the input's own. */
    static final OptionType<List<Integer>> SIZES = new OptionType<>(OptionType::sizes, OptionType::sizes);
    /** An optimizer within another. */
    static final OptionType<Optimizer> OPTIMIZER = new OptionType<>(
            (value, registry) -> registry.optimizers().write(value, registry),
            (node, place) -> place.registry().optimizers().read(node, place));

    /** One axis or several different ones: a number, or a list of them. */
    static final OptionType<List<Integer>> AXES = new OptionType<>(OptionType::axes, OptionType::axes);

    /** Numbers in any shape, as lists within lists. */
    static final OptionType<Array> ARRAY =
            new OptionType<>((value, registry) -> NestedNumbers.write(value), NestedNumbers::read);

    /** Several axes, of which Keras wants a list even where there is one. */
    static final OptionType<List<Integer>> AXIS_LIST =
            new OptionType<>((value, registry) -> array(longs(value)), OptionType::axes);

    /** How much is cut off or added at both ends of an axis: a list of two, or one number for both. */
    static final OptionType<Margin> MARGIN =
            new OptionType<>((value, registry) -> OptionType.margin(value), OptionType::margin);

    /** Numbers, as a list or one alone, or as Keras writes a tensor. */
    static final OptionType<List<Double>> NUMBERS = new OptionType<>(OptionType::numbers, OptionType::numbers);

    /** {@code valid}, {@code same} or {@code causal}. */
    public static final OptionType<Padding> PADDING = oneOf(Padding.class);

    /** {@code channels_last} or {@code channels_first}. */
    public static final OptionType<DataFormat> DATA_FORMAT = oneOf(DataFormat.class);

    /** An activation function by its name, or as the layer that computes it. */
    public static final OptionType<Activation> ACTIVATION = new OptionType<>(
            (value, registry) -> registry.activations().write(value, registry), OptionType::activation);

    /** An initializer: an object, or the name of one. */
    public static final OptionType<Initializer> INITIALIZER = new OptionType<>(
            (value, registry) -> registry.initializers().write(value, registry),
            (node, place) -> place.registry().initializers().read(node, place));

    /** A regularizer: an object, or the name of one; null is none. */
    public static final OptionType<Regularizer> REGULARIZER = new OptionType<>(
            (value, registry) -> registry.regularizers().write(value, registry),
            (node, place) -> place.registry().regularizers().read(node, place));

    /** A constraint: an object, or the name of one; null is none. */
    public static final OptionType<Constraint> CONSTRAINT = new OptionType<>(
            (value, registry) -> registry.constraints().write(value, registry),
            (node, place) -> place.registry().constraints().read(node, place));

    /** A layer within a layer. */
    static final OptionType<Layer> LAYER = new OptionType<>(LayerConfigs::writeInner, LayerConfigs::readInner);

    /** Layers within another, as a list. */
    static final OptionType<List<Layer>> LAYERS = new OptionType<>(OptionType::layers, OptionType::layers);

    /** A learning rate: a number, or a schedule. */
    public static final OptionType<LearningRate> LEARNING_RATE =
            new OptionType<>(OptionType::learningRate, OptionType::learningRate);

    private final BiFunction<V, KerasRegistry, JsonNode> writer;
    private final BiFunction<JsonNode, Place, V> reader;

    private OptionType(BiFunction<V, KerasRegistry, JsonNode> writer, BiFunction<JsonNode, Place, V> reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** A list of such values. */
    OptionType<List<V>> list() {
        return new OptionType<>(
                (values, registry) -> {
                    ArrayNode list = JSON.arrayNode();
                    values.forEach(value -> list.add(write(value, registry)));
                    return list;
                },
                (node, place) -> {
                    if (!node.isArray()) {
                        throw place.expected("a list", node);
                    }
                    List<V> values = new ArrayList<>();
                    node.forEach(element -> values.add(read(element, place)));
                    return values;
                });
    }

    /**
     * A constant of an enumeration, by its name in lower case.
     *
     * @param <E> the enumeration
     * @param type the enumeration
     * @return the kind of value
     */
    public static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String names = constants.stream().map(OptionType::lower).collect(Collectors.joining("', '", "'", "'"));
        return new OptionType<>((value, registry) -> JSON.textNode(lower(value)), (node, place) -> constants.stream()
                .filter(constant -> lower(constant).equals(node.asText().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> place.expected("one of " + names, node)));
    }

    /** One margin for each of some axes: a list of as many, or one number for all. */
    static OptionType<List<Margin>> margins(int axes) {
        return new OptionType<>(
                (value, registry) -> {
                    ArrayNode list = JSON.arrayNode();
                    value.forEach(margin -> list.add(margin(margin)));
                    return list;
                },
                (node, place) -> margins(node, place, axes));
    }

    /**
     * A kind of value that stands in files as another.
     *
     * @param <W> the kind of value in Java
     * @param toJava from what stands in files; may throw an {@link IllegalArgumentException}
     * @param toFile to what stands in files
     * @return the kind of value
     */
    public <W> OptionType<W> map(Function<V, W> toJava, Function<W, V> toFile) {
        return new OptionType<>(
                (value, registry) -> write(toFile.apply(value), registry),
                (node, place) -> toJava.apply(read(node, place)));
    }

    /** The same kind of value, of which Python's None is one; for {@link KerasCodec#nullableOption}. */
    OptionType<V> withNull(V none) {
        return new OptionType<>(
                (value, registry) -> value.equals(none) ? JSON.nullNode() : write(value, registry),
                (node, place) -> node.isNull() ? none : read(node, place));
    }

    /** A kind of value that no other fits. */
    static <V> OptionType<V> of(BiFunction<V, KerasRegistry, JsonNode> writer, BiFunction<JsonNode, Place, V> reader) {
        return new OptionType<>(writer, reader);
    }

    /** A list of values of a kind. */
    static <V> OptionType<List<V>> listOf(OptionType<V> element) {
        return new OptionType<>(
                (values, registry) -> {
                    ArrayNode list = JSON.arrayNode();
                    values.forEach(value -> list.add(element.write(value, registry)));
                    return list;
                },
                (node, place) -> {
                    if (!node.isArray()) {
                        throw place.expected("a list", node);
                    }
                    List<V> values = new ArrayList<>();
                    node.forEach(value -> values.add(element.read(value, place)));
                    return values;
                });
    }

    JsonNode write(V value, KerasRegistry registry) {
        return writer.apply(value, registry);
    }

    V read(JsonNode node, Place place) {
        return reader.apply(node, place);
    }

    static ArrayNode array(long[] sizes) {
        ArrayNode list = JSON.arrayNode();
        Arrays.stream(sizes).forEach(list::add);
        return list;
    }

    private static int integer(JsonNode node, Place place) {
        // Python writes whole numbers as floats where they came out of a division.
        if (!node.isNumber() || node.doubleValue() != (int) node.doubleValue()) {
            throw place.expected("a whole number below 2^31", node);
        }
        return (int) node.doubleValue();
    }

    private static long large(JsonNode node, Place place) {
        if (!node.isNumber() || node.doubleValue() != (long) node.doubleValue()) {
            throw place.expected("a whole number", node);
        }
        return (long) node.doubleValue();
    }

    private static double number(JsonNode node, Place place) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw place.expected("a finite number", node);
        }
        return node.doubleValue();
    }

    private static boolean flag(JsonNode node, Place place) {
        if (!node.isBoolean()) {
            throw place.expected("true or false", node);
        }
        return node.booleanValue();
    }

    private static String text(JsonNode node, Place place) {
        if (!node.isTextual()) {
            throw place.expected("a text", node);
        }
        return node.textValue();
    }

    /** As many numbers, or one for all. */
    private static List<Integer> numbers(JsonNode node, Place place, int count) {
        if (node.isNumber()) {
            return Collections.nCopies(count, integer(node, place));
        }
        requireList(node, place, count);
        return IntStream.range(0, count)
                .mapToObj(i -> integer(node.get(i), place))
                .toList();
    }

    private static void requireList(JsonNode node, Place place, int count) {
        if (!node.isArray() || node.size() != count) {
            throw place.expected("a whole number, or a list of " + count, node);
        }
    }

    private static Size2D size(JsonNode node, Place place) {
        List<Integer> sizes = numbers(node, place, 2);
        return Size2D.of(sizes.get(0), sizes.get(1));
    }

    private static Size3D volume(JsonNode node, Place place) {
        List<Integer> sizes = numbers(node, place, 3);
        return Size3D.of(sizes.get(0), sizes.get(1), sizes.get(2));
    }

    private static int length(JsonNode node, Place place) {
        return numbers(node, place, 1).get(0);
    }

    private static ArrayNode margin(Margin margin) {
        return JSON.arrayNode().add(margin.before()).add(margin.after());
    }

    private static Margin margin(JsonNode node, Place place) {
        List<Integer> ends = numbers(node, place, 2);
        return Margin.of(ends.get(0), ends.get(1));
    }

    private static List<Margin> margins(JsonNode node, Place place, int axes) {
        if (node.isNumber()) {
            return Collections.nCopies(axes, margin(node, place));
        }
        requireList(node, place, axes);
        return IntStream.range(0, axes)
                .mapToObj(i -> margin(node.get(i), place))
                .toList();
    }

    private static Shape shape(JsonNode node, Place place) {
        if (!node.isArray() || node.size() > MAX_RANK) {
            throw place.expected("a list of up to " + MAX_RANK + " whole numbers", node);
        }
        long[] sizes = new long[node.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = node.get(i).isNull() ? Shape.UNKNOWN_SIZE : integer(node.get(i), place);
        }
        return Shape.of(sizes);
    }

    private static JsonNode sizes(List<Integer> sizes, KerasRegistry registry) {
        ArrayNode list = JSON.arrayNode();
        sizes.forEach(size -> {
            if (size == -1) {
                list.addNull();
            } else {
                list.add(size);
            }
        });
        return list;
    }

    private static List<Integer> sizes(JsonNode node, Place place) {
        return Arrays.stream(shape(node, place).asArray())
                .mapToObj(Math::toIntExact)
                .toList();
    }

    private static JsonNode axes(List<Integer> axes, KerasRegistry registry) {
        return axes.size() == 1 ? JSON.numberNode(axes.get(0)) : array(longs(axes));
    }

    private static long[] longs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }

    private static List<Integer> axes(JsonNode node, Place place) {
        if (!node.isArray()) {
            return List.of(integer(node, place));
        }
        if (node.isEmpty() || node.size() > MAX_RANK) {
            throw place.expected("an axis, or a list of 1 to " + MAX_RANK, node);
        }
        return IntStream.range(0, node.size())
                .mapToObj(i -> integer(node.get(i), place))
                .toList();
    }

    private static JsonNode layers(List<Layer> layers, KerasRegistry registry) {
        ArrayNode list = JSON.arrayNode();
        layers.forEach(layer -> list.add(LayerConfigs.writeInner(layer, registry)));
        return list;
    }

    private static List<Layer> layers(JsonNode node, Place place) {
        if (!node.isArray()) {
            throw place.expected("a list of layers", node);
        }
        List<Layer> layers = new ArrayList<>();
        node.forEach(layer -> layers.add(LayerConfigs.readInner(layer, place)));
        return List.copyOf(layers);
    }

    private static JsonNode numbers(List<Double> numbers, KerasRegistry registry) {
        if (numbers.size() == 1) {
            return plain(numbers.get(0));
        }
        ArrayNode list = JSON.arrayNode();
        numbers.forEach(number -> list.add(plain(number)));
        return list;
    }

    private static List<Double> numbers(JsonNode node, Place place) {
        if (node.isObject() && node.path("class_name").asText().equals("__tensor__")) {
            return numbers(node.path("config").path("value"), place).stream()
                    .map(OptionType::shortest)
                    .toList();
        }
        if (!node.isArray()) {
            return List.of(number(node, place));
        }
        if (node.size() > MAX_NUMBERS) {
            throw place.error("expected a list of up to " + MAX_NUMBERS + " numbers, received " + node.size() + ".");
        }
        List<Double> numbers = new ArrayList<>();
        node.forEach(number -> numbers.add(number(number, place)));
        return List.copyOf(numbers);
    }

    /** Whole numbers without a point, where Keras asks for such. */
    private static JsonNode plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE
                ? JSON.numberNode((int) number)
                : JSON.numberNode(number);
    }

    private static Activation activation(JsonNode node, Place place) {
        return place.registry().activations().read(node, place);
    }

    private static JsonNode learningRate(LearningRate rate, KerasRegistry registry) {
        return rate instanceof LearningRate.Constant constant
                ? JSON.numberNode(constant.rate())
                : registry.schedules().write(rate, registry);
    }

    private static LearningRate learningRate(JsonNode node, Place place) {
        return node.isNumber()
                ? LearningRate.constant(SINGLE.read(node, place))
                : place.registry().schedules().read(node, place);
    }

    /** The number somebody wrote before it went through float32. */
    static double shortest(double value) {
        return (float) value == value ? Double.parseDouble(Float.toString((float) value)) : value;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
