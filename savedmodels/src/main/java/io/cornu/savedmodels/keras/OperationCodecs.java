package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.operations.AlongAxis;
import io.cornu.layers.operations.AxisFunction;
import io.cornu.layers.operations.Cast;
import io.cornu.layers.operations.Einsum;
import io.cornu.layers.operations.Elementwise;
import io.cornu.layers.operations.ElementwiseFunction;
import io.cornu.layers.operations.GetItem;
import io.cornu.layers.operations.Matmul;
import io.cornu.layers.operations.OneHot;
import io.cornu.layers.operations.Pad;
import io.cornu.layers.operations.Parameter;
import io.cornu.layers.operations.Permutation;
import io.cornu.layers.operations.Reduction;
import io.cornu.layers.operations.ReductionFunction;
import io.cornu.layers.operations.Repeat;
import io.cornu.layers.operations.Reshaping;
import io.cornu.layers.operations.Roll;
import io.cornu.layers.operations.Split;
import io.cornu.layers.operations.Take;
import io.cornu.layers.operations.Tile;
import io.cornu.layers.operations.TopK;
import io.cornu.layers.operations.Triangle;
import io.cornu.layers.operations.Unstack;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of Keras that this toolkit has.
 *
 * <p>Source: {@code keras.src.ops}, Keras 3.15.
 */
final class OperationCodecs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode TENSOR = MissingNode.getInstance();
    private static final Set<String> MATH = Set.of("Rsqrt", "Erf", "Erfc", "Logsumexp", "TopK");
    private static final Set<String> CORE = Set.of("StopGradient", "ConvertToTensor", "Cast", "Unstack");
    /** Their result is of a type of its own in Keras, which is one here. */
    private static final Set<String> TYPED =
            Set.of("ZerosLike", "OnesLike", "ConvertToTensor", "Cumsum", "Prod", "OneHot");

    private static final Lazy<Map<String, OperationCodec<?>>> CODECS = new Lazy<>(OperationCodecs::table);
    /** Where all of them are; a model without any needs no table. */
    private static final String HOME = Elementwise.class.getPackageName();

    private OperationCodecs() {}

    static Optional<OperationCodec<?>> codecOf(Layer layer) {
        if (!layer.getClass().getPackageName().equals(HOME)) {
            return Optional.empty();
        }
        return Optional.<OperationCodec<?>>ofNullable(CODECS.get().get(layer.kind()))
                .filter(codec -> codec.appliesTo(layer));
    }

    static boolean isOperation(Layer layer) {
        return codecOf(layer).isPresent();
    }

    /** Whether a layer in a configuration is an operation. */
    static boolean isOperation(JsonNode node) {
        String module = node.path("module").asText();
        return module.startsWith(OperationCodec.MODULES) || module.startsWith("keras.ops");
    }

    /** Keras' classes. */
    static Set<String> classNames() {
        return CODECS.get().keySet();
    }

    static Layer read(JsonNode node, String className, Place place) {
        OperationCodec<?> codec = CODECS.get().get(className);
        if (codec == null) {
            throw place.error("expected an operation that this toolkit has, received " + Place.shortened(className)
                    + Names.closest(className, CODECS.get().keySet())
                            .map(near -> ". Did you mean '" + near + "'?")
                            .orElse(".")
                    + " Use other operations, or a layer of your own that is registered on both sides, in its place.");
        }
        ConfigObject config = new ConfigObject(place, node.path("config"));
        config.ignore("name");
        OperationArguments arguments = OperationArguments.of(node, codec, place);
        try {
            Layer layer = codec.read().read(config, arguments);
            ignoreType(className, config);
            config.requireAllRead();
            return layer;
        } catch (ConfigException failure) {
            throw failure;
        } catch (IllegalArgumentException | ArithmeticException failure) {
            throw place.error(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static void ignoreType(String className, ConfigObject config) {
        if (TYPED.contains(className)) {
            config.ignore("dtype");
        }
    }

    private static Map<String, OperationCodec<?>> table() {
        Map<String, OperationCodec<?>> table = new LinkedHashMap<>();
        List<OperationCodec<?>> codecs = new ArrayList<>();
        for (ElementwiseFunction function : ElementwiseFunction.values()) {
            codecs.add(elementwise(function));
        }
        for (ReductionFunction function : ReductionFunction.values()) {
            codecs.add(reduction(function));
        }
        for (AxisFunction function : AxisFunction.values()) {
            codecs.add(alongAxis(function));
        }
        codecs.addAll(List.of(getItem(), reshape(), matmul(), einsum(), cast(), oneHot(), pad()));
        codecs.addAll(WindowCodecs.all());
        codecs.addAll(List.of(repeat(), tile(), roll(), take(), split(), unstack(), topK()));
        for (Permutation.Form form : Permutation.Form.values()) {
            codecs.add(permutation(form));
        }
        for (Triangle.Part part : Triangle.Part.values()) {
            codecs.add(triangle(part));
        }
        codecs.forEach(codec -> table.put(codec.className(), codec));
        return table;
    }

    private static <T extends Layer> OperationCodec<T> codec(
            String className,
            Class<T> type,
            List<String> parameters,
            OperationCodec.Reader<T> read,
            OperationCodec.Writer<T> write) {
        return new OperationCodec<>(className, module(className), type, layer -> true, parameters, false, read, write);
    }

    private static String module(String className) {
        if (MATH.contains(className)) {
            return OperationCodec.MODULES + "math";
        }
        if (CORE.contains(className)) {
            return OperationCodec.MODULES + "core";
        }
        if (className.equals("Norm")) {
            return OperationCodec.MODULES + "linalg";
        }
        boolean isNeural = EnumSet.range(ElementwiseFunction.RELU, ElementwiseFunction.THRESHOLD).stream()
                        .anyMatch(function -> function.kerasName().equals(className))
                || Set.of("Softmax", "LogSoftmax", "Glu", "Sparsemax", "Normalize", "OneHot")
                        .contains(className);
        return OperationCodec.MODULES + (isNeural ? "nn" : "numpy");
    }

    private static OperationCodec<Elementwise> elementwise(ElementwiseFunction function) {
        List<String> parameters =
                switch (function.arity()) {
                    case 1 -> List.of("x");
                    case 2 -> List.of("x1", "x2");
                    default -> List.of("condition", "x1", "x2");
                };
        return codec(
                function.kerasName(),
                Elementwise.class,
                parameters,
                (config, arguments) -> readElementwise(function, config, arguments),
                OperationCodecs::writeElementwise);
    }

    private static Elementwise readElementwise(
            ElementwiseFunction function, ConfigObject config, OperationArguments arguments) {
        if (function == ElementwiseFunction.CONVERT_TO_TENSOR) {
            config.requireDefault("sparse", Set.of(JSON.booleanNode(false)));
            config.requireDefault("ragged", Set.of(JSON.booleanNode(false)));
        }
        List<Double> values = new ArrayList<>();
        for (Parameter parameter : function.parameters()) {
            Optional<Double> given = parameter.isFlag()
                    ? config.find(parameter.name(), OptionType.FLAG).map(flag -> flag ? 1.0 : 0.0)
                    : config.find(parameter.name(), OptionType.NUMBER);
            values.add(given.orElseGet(() -> parameter.initial().orElseThrow(() -> config.place()
                    .error("expected '" + parameter.name() + "', received none."))));
        }
        return new Elementwise(function, arguments.operands(), values);
    }

    private static List<JsonNode> writeElementwise(Elementwise layer, ObjectNode config) {
        for (int i = 0; i < layer.parameters().size(); i++) {
            Parameter parameter = layer.function().parameters().get(i);
            double value = layer.parameters().get(i);
            boolean isDefault =
                    parameter.initial().isPresent() && parameter.initial().getAsDouble() == value;
            if (!isDefault) {
                config.set(parameter.name(), parameter.isFlag() ? JSON.booleanNode(value != 0) : number(value));
            }
        }
        return OperationArguments.write(layer.operands());
    }

    private static JsonNode number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? JSON.numberNode((long) value)
                : JSON.numberNode(value);
    }

    private static OperationCodec<Reduction> reduction(ReductionFunction function) {
        String kerasName = function.kerasName();
        List<String> parameters = function == ReductionFunction.MAX || function == ReductionFunction.MIN
                ? List.of("x", "initial")
                : List.of("x");
        OperationCodec<Reduction> codec = codec(
                kerasName,
                Reduction.class,
                parameters,
                (config, arguments) -> {
                    requireOnlyTensor(arguments);
                    config.requireDefault("initial", Set.of());
                    if (function == ReductionFunction.NORM) {
                        config.requireDefault("ord", Set.of(JSON.numberNode(2), JSON.textNode("fro")));
                    }
                    List<Integer> axes = config.find("axis", OptionType.AXES).orElse(List.of());
                    boolean keep = config.find("keepdims", OptionType.FLAG).orElse(false);
                    return new Reduction(function, axes, keep);
                },
                (layer, config) -> {
                    // Up to Keras 3.8 this one takes no number.
                    boolean isList = function == ReductionFunction.LOGSUMEXP;
                    config.set("axis", isList ? list(layer.axes()) : axes(layer.axes()));
                    if (layer.keepDimensions()) {
                        config.put("keepdims", true);
                    }
                    return List.of(TENSOR);
                });
        return codec;
    }

    private static JsonNode axes(List<Integer> axes) {
        return axes.size() == 1 ? JSON.numberNode(axes.get(0)) : list(axes);
    }

    private static ArrayNode list(List<Integer> numbers) {
        ArrayNode list = JSON.arrayNode();
        numbers.forEach(list::add);
        return list;
    }

    private static void requireOnlyTensor(OperationArguments arguments) {
        for (int i = 1; i < arguments.values().size(); i++) {
            if (!arguments.values().get(i).isNull()) {
                throw arguments
                        .place()
                        .expected("no further argument", arguments.values().get(i));
            }
        }
        new OperationArguments(
                        arguments
                                .values()
                                .subList(0, Math.min(1, arguments.values().size())),
                        arguments.place())
                .requireTensors(false);
    }

    private static OperationCodec<AlongAxis> alongAxis(AxisFunction function) {
        boolean isListed = function == AxisFunction.CONCATENATE || function == AxisFunction.STACK;
        boolean isFromStart = isListed;
        return new OperationCodec<>(
                function.kerasName(),
                module(function.kerasName()),
                AlongAxis.class,
                layer -> layer.function() == function,
                List.of(isListed ? "xs" : "x"),
                isListed,
                (config, arguments) -> {
                    arguments.requireTensors(isListed);
                    config.requireDefault("keepdims", Set.of(JSON.booleanNode(false)));
                    config.requireDefault("order", Set.of(JSON.numberNode(2)));
                    config.requireDefault("epsilon", Set.of());
                    Optional<Integer> axis = config.find("axis", OptionType.SIZE_1D);
                    boolean isLast = EnumSet.of(
                                    AxisFunction.SOFTMAX,
                                    AxisFunction.LOG_SOFTMAX,
                                    AxisFunction.GLU,
                                    AxisFunction.SPARSEMAX,
                                    AxisFunction.NORMALIZE,
                                    AxisFunction.SORT,
                                    AxisFunction.ARGSORT)
                            .contains(function);
                    return new AlongAxis(
                            function,
                            axis.or(() -> isLast ? Optional.of(-1) : isFromStart ? Optional.of(0) : Optional.empty())
                                    .orElseThrow(() -> config.place()
                                            .error("expected one axis, received none, which means all and so the"
                                                    + " batch. Name the axis in Keras and save again.")));
                },
                (layer, config) -> {
                    config.put("axis", layer.axis());
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<GetItem> getItem() {
        return codec(
                "GetItem",
                GetItem.class,
                List.of("x", "key"),
                (config, arguments) -> new GetItem(IndexCodec.read(arguments.constant(1), arguments.place())),
                (layer, config) -> List.of(TENSOR, IndexCodec.write(layer.indices())));
    }

    private static OperationCodec<Reshaping> reshape() {
        return codec(
                "Reshape",
                Reshaping.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    JsonNode sizes = config.get("newshape");
                    List<Integer> read = new ArrayList<>();
                    for (JsonNode size :
                            sizes.isArray() ? sizes : JSON.arrayNode().add(sizes)) {
                        // Keras takes it for a size that is not known yet.
                        read.add(
                                size.isNull()
                                        ? -1
                                        : OptionType.INTEGER.read(
                                                size, config.place().in("newshape")));
                    }
                    return new Reshaping(read);
                },
                (layer, config) -> {
                    config.set("newshape", list(layer.sizes()));
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Matmul> matmul() {
        return codec(
                "Matmul",
                Matmul.class,
                List.of("x1", "x2"),
                (config, arguments) -> new Matmul(arguments.operands()),
                (layer, config) -> OperationArguments.write(layer.operands()));
    }

    private static OperationCodec<Einsum> einsum() {
        return codec(
                "Einsum",
                Einsum.class,
                List.of(),
                (config, arguments) -> new Einsum(config.text("subscripts"), arguments.operands()),
                (layer, config) -> {
                    config.put("subscripts", layer.subscripts());
                    return OperationArguments.write(layer.operands());
                });
    }

    private static OperationCodec<Cast> cast() {
        return codec(
                "Cast",
                Cast.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    String name = config.text("dtype");
                    return new Cast(Arrays.stream(DataType.values())
                            .filter(type -> type.kerasName().equals(name))
                            .findFirst()
                            .orElseThrow(() -> config.place()
                                    .error("expected a dtype such as int32, received " + Place.shortened(name) + ".")));
                },
                (layer, config) -> {
                    config.put("dtype", layer.type().kerasName());
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<OneHot> oneHot() {
        return codec(
                "OneHot",
                OneHot.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    config.requireDefault("sparse", Set.of(JSON.booleanNode(false)));
                    int classes = OptionType.INTEGER.read(config.get("num_classes"), config.place());
                    return new OneHot(
                            classes, config.find("axis", OptionType.INTEGER).orElse(-1));
                },
                (layer, config) -> {
                    config.put("num_classes", layer.numClasses());
                    if (layer.axis() != -1) {
                        config.put("axis", layer.axis());
                    }
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Pad> pad() {
        return codec(
                "Pad",
                Pad.class,
                List.of("x", "constant_values"),
                (config, arguments) -> {
                    JsonNode widths = config.get("pad_width");
                    if (!widths.isArray() || widths.size() > 32) {
                        throw config.place().in("pad_width").expected("a pair for every axis", widths);
                    }
                    List<Margin> margins = new ArrayList<>();
                    widths.forEach(width -> margins.add(
                            OptionType.MARGIN.read(width, config.place().in("pad_width"))));
                    Pad.Mode mode = config.find("mode", OptionType.oneOf(Pad.Mode.class))
                            .orElse(Pad.Mode.CONSTANT);
                    JsonNode value = arguments.constant(1);
                    double number = value.isNull() ? 0 : OptionType.NUMBER.read(value, config.place());
                    return new Pad(margins, mode, number);
                },
                (layer, config) -> {
                    ArrayNode widths = config.putArray("pad_width");
                    layer.margins()
                            .forEach(margin ->
                                    widths.addArray().add(margin.before()).add(margin.after()));
                    if (layer.mode() == Pad.Mode.CONSTANT) {
                        return List.of(TENSOR, layer.value() == 0 ? JSON.nullNode() : JSON.numberNode(layer.value()));
                    }
                    config.put("mode", layer.mode().name().toLowerCase(Locale.ROOT));
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Repeat> repeat() {
        return codec(
                "Repeat",
                Repeat.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    return new Repeat(
                            OptionType.INTEGER.read(
                                    config.get("repeats"), config.place().in("repeats")),
                            OptionType.INTEGER.read(
                                    config.get("axis"), config.place().in("axis")));
                },
                (layer, config) -> {
                    config.put("repeats", layer.repeats()).put("axis", layer.axis());
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Tile> tile() {
        return codec(
                "Tile",
                Tile.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    return new Tile(integers(config, "repeats"));
                },
                (layer, config) -> {
                    config.set("repeats", list(layer.repeats()));
                    return List.of(TENSOR);
                });
    }

    private static List<Integer> integers(ConfigObject config, String key) {
        JsonNode list = config.get(key);
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : list.isArray() ? list : JSON.arrayNode().add(list)) {
            numbers.add(OptionType.INTEGER.read(number, config.place().in(key)));
        }
        return numbers;
    }

    private static OperationCodec<Roll> roll() {
        return codec(
                "Roll",
                Roll.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    return new Roll(
                            OptionType.INTEGER.read(
                                    config.get("shift"), config.place().in("shift")),
                            OptionType.INTEGER.read(
                                    config.get("axis"), config.place().in("axis")));
                },
                (layer, config) -> {
                    config.put("shift", layer.shift()).put("axis", layer.axis());
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Take> take() {
        return codec(
                "Take",
                Take.class,
                List.of("x", "indices"),
                (config, arguments) -> {
                    Array read = OperationArguments.array(arguments.constant(1), arguments.place());
                    return new Take(
                            Array.of(read.toInts(), read.shape().asArray()),
                            OptionType.INTEGER.read(
                                    config.get("axis"), config.place().in("axis")));
                },
                (layer, config) -> {
                    config.put("axis", layer.axis());
                    return List.of(TENSOR, whole(NestedNumbers.write(layer.indices())));
                });
    }

    private static JsonNode whole(JsonNode node) {
        if (!node.isArray()) {
            return JSON.numberNode(node.longValue());
        }
        ArrayNode list = JSON.arrayNode();
        node.forEach(part -> list.add(whole(part)));
        return list;
    }

    private static OperationCodec<Split> split() {
        return codec(
                "Split",
                Split.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    Place sections = config.place().in("indices_or_sections");
                    return new Split(
                            OptionType.INTEGER.read(config.get("indices_or_sections"), sections),
                            config.find("axis", OptionType.INTEGER).orElse(0));
                },
                (layer, config) -> {
                    config.put("indices_or_sections", layer.sections()).put("axis", layer.axis());
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Unstack> unstack() {
        return codec(
                "Unstack",
                Unstack.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    // How many there are follows from the shape.
                    config.ignore("num");
                    return new Unstack(config.find("axis", OptionType.INTEGER).orElse(0));
                },
                (layer, config) -> {
                    config.put("axis", layer.axis());
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<TopK> topK() {
        return codec(
                "TopK",
                TopK.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    config.requireDefault("sorted", Set.of(JSON.booleanNode(true)));
                    return new TopK(OptionType.INTEGER.read(
                            config.get("k"), config.place().in("k")));
                },
                (layer, config) -> {
                    // Up to Keras 3.8 the default is another.
                    config.put("k", layer.k()).put("sorted", true);
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Permutation> permutation(Permutation.Form form) {
        String className =
                new Permutation(form, form == Permutation.Form.SWAPAXES ? List.of(1, 2) : List.of(), List.of()).kind();
        return codec(
                className,
                Permutation.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    return switch (form) {
                        case TRANSPOSE -> new Permutation(form, integers(config, "axes"), List.of());
                        case SWAPAXES ->
                            new Permutation(
                                    form,
                                    List.of(
                                            OptionType.INTEGER.read(config.get("axis1"), config.place()),
                                            OptionType.INTEGER.read(config.get("axis2"), config.place())),
                                    List.of());
                        case MOVEAXIS ->
                            new Permutation(form, integers(config, "source"), integers(config, "destination"));
                    };
                },
                (layer, config) -> {
                    switch (form) {
                        case TRANSPOSE -> config.set("axes", list(layer.axes()));
                        case SWAPAXES ->
                            config.put("axis1", layer.axes().get(0))
                                    .put("axis2", layer.axes().get(1));
                        case MOVEAXIS -> {
                            config.set("source", list(layer.axes()));
                            config.set("destination", list(layer.destinations()));
                        }
                    }
                    return List.of(TENSOR);
                });
    }

    private static OperationCodec<Triangle> triangle(Triangle.Part part) {
        return codec(
                new Triangle(part, 0).kind(),
                Triangle.class,
                List.of("x"),
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    return new Triangle(
                            part, config.find("k", OptionType.INTEGER).orElse(0));
                },
                (layer, config) -> {
                    if (layer.diagonal() != 0) {
                        config.put("k", layer.diagonal());
                    }
                    return List.of(TENSOR);
                });
    }
}
